// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's type information as objects of this program need it: read once, and what they are
 * relocated by kept as a file in memory. Thread-safe.
 */
public final class KernelTypes implements AutoCloseable {
    private final @Nullable MemoryFile file;
    private final @Nullable Path fallback;

    private KernelTypes(@Nullable MemoryFile file, @Nullable Path fallback) {
        this.file = file;
        this.fallback = fallback;
    }

    /**
     * The types of the kernel that these objects mention.
     *
     * @param kernel its type information
     * @param objects compiled objects
     */
    public static KernelTypes excerpt(LibBpf library, Btf kernel, List<byte[]> objects)
            throws BpfException {
        Set<String> names = new HashSet<>();
        for (byte[] each : objects) {
            names.addAll(Btf.ofObject(each).dataNames());
        }
        byte[] excerpt = BtfExcerpt.of(kernel, names);
        return new KernelTypes(MemoryFile.of(library.libc, "fg_btf", excerpt), null);
    }

    /**
     * All of them, which libbpf reads itself.
     *
     * @param file with them; null for the kernel's own
     */
    public static KernelTypes all(@Nullable Path file) {
        return new KernelTypes(null, file);
    }

    /** Reads the type information of a kernel. */
    public static Btf read(Path file) throws BpfException {
        try {
            return Btf.ofRaw(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new BpfException("type information: %s: %s".formatted(file, e), Errno.ENOENT);
        }
    }

    /** The file by which objects are relocated; null for the kernel's own. */
    public @Nullable Path path() {
        return file == null ? fallback : file.path();
    }

    /** What was relocated stays; nothing more can be. Harmless the second time. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
