// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static dev.forager.receivers.ebpf.sys.NativeFunction.INT;

/**
 * A program that the kernel runs once for each object of a kind, such as each TCP socket, whenever
 * it is asked. Confined to one thread at a time.
 */
public final class BpfIterator implements AutoCloseable {
    private final LibBpf library;
    private final BpfLink link;

    BpfIterator(LibBpf library, BpfLink link) {
        this.library = library;
        this.link = link;
    }

    /** Goes over all objects once; what the program wrote out is thrown away. */
    public void run() throws BpfException {
        int fd =
                LibBpf.checked(
                        "iterator",
                        library.function("bpf_iter_create", INT, INT).call(link.fd()).toInt());
        try {
            library.libc.drain(fd);
        } finally {
            library.libc.close(fd);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
