// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.nio.file.Path;

/**
 * A file that exists in memory only, for functions that want the path of one. It is gone with this
 * process or when it is closed. Thread-safe.
 */
final class MemoryFile implements AutoCloseable {
    private final Libc libc;
    private final int fd;

    private MemoryFile(Libc libc, int fd) {
        this.libc = libc;
        this.fd = fd;
    }

    static MemoryFile of(Libc libc, String name, byte[] content) throws BpfException {
        var file = new MemoryFile(libc, libc.memoryFile(name));
        try {
            libc.write(file.fd, content);
            return file;
        } catch (BpfException e) {
            file.close();
            throw e;
        }
    }

    /** Where this process finds it. */
    Path path() {
        return Path.of("/proc/self/fd", Integer.toString(fd));
    }

    @Override
    public void close() {
        libc.close(fd);
    }
}
