// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static dev.forager.receivers.ebpf.sys.NativeFunction.INT;
import static dev.forager.receivers.ebpf.sys.NativeFunction.LONG;
import static dev.forager.receivers.ebpf.sys.NativeFunction.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A map in the kernel. Values of per-CPU maps come as one copy per CPU in a row. Thread-safe; valid
 * until its object is closed.
 */
public final class BpfMap implements KernelMap {
    /** include/uapi/linux/bpf.h: PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH. */
    private static final int[] PER_CPU_TYPES = {5, 6, 10};

    private final LibBpf library;
    private final String name;
    private final int fd;
    private final int keySize;
    private final int stride;
    private final int copies;

    private BpfMap(LibBpf library, String name, int fd, int keySize, int stride, int copies) {
        this.library = library;
        this.name = name;
        this.fd = fd;
        this.keySize = keySize;
        this.stride = stride;
        this.copies = copies;
    }

    static BpfMap of(LibBpf library, String name, MemorySegment map) throws BpfException {
        int type = ask(library, "bpf_map__type", map);
        int valueSize = ask(library, "bpf_map__value_size", map);
        boolean perCpu = false;
        for (int each : PER_CPU_TYPES) {
            perCpu |= each == type;
        }
        return new BpfMap(
                library,
                name,
                LibBpf.checked("map " + name, ask(library, "bpf_map__fd", map)),
                ask(library, "bpf_map__key_size", map),
                perCpu ? (valueSize + 7) & ~7 : valueSize,
                perCpu ? library.possibleCpus() : 1);
    }

    private static int ask(LibBpf library, String what, MemorySegment map) throws BpfException {
        return library.function(what, INT, POINTER).call(map).toInt();
    }

    int fd() {
        return fd;
    }

    LibBpf library() {
        return library;
    }

    @Override
    public String name() {
        return name;
    }

    /** Bytes of a key. */
    public int keySize() {
        return keySize;
    }

    @Override
    public int stride() {
        return stride;
    }

    @Override
    public int copies() {
        return copies;
    }

    @Override
    public @Nullable StructView lookup(byte[] key) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate((long) stride * copies, 8);
            int result =
                    library.function("bpf_map_lookup_elem", INT, INT, POINTER, POINTER)
                            .call(fd, copy(arena, key, keySize), value)
                            .toInt();
            if (result == -Errno.ENOENT) {
                return null;
            }
            LibBpf.checked("read " + name, result);
            return StructView.of(value.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Override
    public void put(byte[] key, byte[] value) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    library.function("bpf_map_update_elem", INT, INT, POINTER, POINTER, LONG)
                            .call(
                                    fd,
                                    copy(arena, key, keySize),
                                    copy(arena, value, stride * copies),
                                    0L)
                            .toInt();
            LibBpf.checked("write " + name, result);
        }
    }

    @Override
    public boolean remove(byte[] key) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    library.function("bpf_map_delete_elem", INT, INT, POINTER)
                            .call(fd, copy(arena, key, keySize))
                            .toInt();
            if (result == -Errno.ENOENT) {
                return false;
            }
            LibBpf.checked("remove from " + name, result);
            return true;
        }
    }

    @Override
    public void forEach(EntryVisitor visitor) throws BpfException {
        new MapScan(this).run(visitor);
    }

    private MemorySegment copy(Arena arena, byte[] bytes, int expected) {
        if (bytes.length != expected) {
            throw new IllegalArgumentException(
                    "%s: %d bytes (expected: %d)".formatted(name, bytes.length, expected));
        }
        MemorySegment memory = arena.allocate(expected, 8);
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, expected);
        return memory;
    }
}
