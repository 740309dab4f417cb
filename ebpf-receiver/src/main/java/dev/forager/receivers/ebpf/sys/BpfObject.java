// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static dev.forager.receivers.ebpf.sys.NativeFunction.INT;
import static dev.forager.receivers.ebpf.sys.NativeFunction.LONG;
import static dev.forager.receivers.ebpf.sys.NativeFunction.POINTER;

import dev.forager.receivers.ebpf.sys.NativeFunction.Outcome;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled object in libbpf's hands: opened, adjusted, loaded, closed. Closing it removes its
 * programs and maps from the kernel unless a {@link BpfLink} still holds them. Confined to one
 * thread at a time.
 */
public final class BpfObject implements AutoCloseable {
    /** sizeof(struct bpf_object_open_opts) as far as it is used; libbpf takes shorter ones. */
    private static final long OPEN_OPTIONS_BYTES = 56;

    /** BPF_F_NO_PREALLOC of include/uapi/linux/bpf.h. */
    private static final int NO_PREALLOCATION = 1;

    private static final String MISSES = "recursion_misses:";

    private final LibBpf library;
    private final String name;
    private final Arena arena = Arena.ofShared();
    private MemorySegment object;

    private BpfObject(LibBpf library, String name) {
        this.library = library;
        this.name = name;
        object = MemorySegment.NULL;
    }

    /**
     * Reads an object; nothing is in the kernel yet.
     *
     * @param name seen in the names of maps that the compiler made
     * @param elf the compiled object
     * @param btf type information of the kernel; null for the kernel's own
     */
    public static BpfObject open(LibBpf library, String name, byte[] elf, @Nullable Path btf)
            throws BpfException {
        var opened = new BpfObject(library, name);
        library.log.clear();
        try {
            opened.open(elf, btf);
            return opened;
        } catch (BpfException e) {
            opened.close();
            throw e;
        }
    }

    private void open(byte[] elf, @Nullable Path btf) throws BpfException {
        MemorySegment bytes = arena.allocate(elf.length, 8);
        MemorySegment.copy(elf, 0, bytes, ValueLayout.JAVA_BYTE, 0, elf.length);
        MemorySegment options = arena.allocate(OPEN_OPTIONS_BYTES, 8);
        options.set(LONG, 0, OPEN_OPTIONS_BYTES);
        options.set(POINTER, 8, arena.allocateFrom(name));
        if (btf != null) {
            options.set(POINTER, 48, arena.allocateFrom(btf.toString()));
        }
        Outcome opened =
                library.function("bpf_object__open_mem", POINTER, POINTER, LONG, POINTER)
                        .call(bytes, (long) elf.length, options);
        if (opened.value() == 0) {
            throw BpfException.of("open " + name, opened.errno(), library.log);
        }
        object = opened.pointer();
    }

    /** Names of all programs, in the order of the object. */
    @SuppressWarnings("restricted") // As in NativeFunction.
    public List<String> programs() throws BpfException {
        List<String> names = new ArrayList<>();
        NativeFunction next =
                library.function("bpf_object__next_program", POINTER, POINTER, POINTER);
        NativeFunction nameOf = library.function("bpf_program__name", POINTER, POINTER);
        MemorySegment program = next.call(object, MemorySegment.NULL).pointer();
        while (program.address() != 0) {
            names.add(nameOf.call(program).pointer().reinterpret(256).getString(0));
            program = next.call(object, program).pointer();
        }
        return names;
    }

    /** Whether {@link #load} brings this program into the kernel. */
    public void autoload(String program, boolean wanted) throws BpfException {
        int result =
                library.function(
                                "bpf_program__set_autoload", INT, POINTER, ValueLayout.JAVA_BOOLEAN)
                        .call(program(program), wanted)
                        .toInt();
        LibBpf.checked("autoload " + program, result);
    }

    /** Sets the capacity of a map before {@link #load}; of a ring its bytes. */
    public void maxEntries(String map, long entries) throws BpfException {
        int result =
                library.function("bpf_map__set_max_entries", INT, POINTER, INT)
                        .call(mapPointer(map), (int) entries)
                        .toInt();
        LibBpf.checked("size of " + map, result);
    }

    /** Lets entries of a hash map be allocated when they come, not all of them at {@link #load}. */
    public void allocateLater(String map) throws BpfException {
        int result =
                library.function("bpf_map__set_map_flags", INT, POINTER, INT)
                        .call(mapPointer(map), NO_PREALLOCATION)
                        .toInt();
        LibBpf.checked("flags of " + map, result);
    }

    /** The capacity of a map; of a ring its bytes, as the kernel has rounded them. */
    public long maxEntries(String map) throws BpfException {
        return Integer.toUnsignedLong(
                library.function("bpf_map__max_entries", INT, POINTER)
                        .call(mapPointer(map))
                        .toInt());
    }

    /** Lets a map of this object be one that exists; does nothing where it has no such map. */
    public void reuse(String map, BpfMap existing) throws BpfException {
        if (hasMap(map)) {
            int result =
                    library.function("bpf_map__reuse_fd", INT, POINTER, INT)
                            .call(mapPointer(map), existing.fd())
                            .toInt();
            LibBpf.checked("reuse " + map, result);
        }
    }

    /**
     * Brings maps and programs into the kernel.
     *
     * @throws BpfException when one program or map is refused: then none is there
     */
    public void load() throws BpfException {
        library.log.clear();
        int result = function("bpf_object__load").call(object).toInt();
        if (result < 0) {
            throw BpfException.of("load " + name, -result, library.log);
        }
    }

    private NativeFunction function(String of) throws BpfException {
        return library.function(of, INT, POINTER);
    }

    /** Attaches a program to what its section names. */
    public BpfLink attach(String program) throws BpfException {
        return link(
                program,
                library.function("bpf_program__attach", POINTER, POINTER),
                program(program));
    }

    /**
     * Attaches a program to a tracepoint of tracefs.
     *
     * @param place its folder and its name, such as {@code syscalls/sys_enter_bpf}
     */
    public BpfLink attachTracepoint(String program, String place) throws BpfException {
        Path own = library.tracepoints();
        if (own != null) {
            return attachEvent(program, place, Tracepoints.open(own, place));
        }
        int slash = place.indexOf('/');
        try (Arena local = Arena.ofConfined()) {
            return link(
                    program + " to " + place,
                    library.function(
                            "bpf_program__attach_tracepoint", POINTER, POINTER, POINTER, POINTER),
                    program(program),
                    local.allocateFrom(place.substring(0, slash)),
                    local.allocateFrom(place.substring(slash + 1)));
        }
    }

    /** The link owns the descriptor, once there is one. */
    private BpfLink attachEvent(String program, String place, int event) throws BpfException {
        try {
            return link(
                    program + " to " + place,
                    library.function("bpf_program__attach_perf_event", POINTER, POINTER, INT),
                    program(program),
                    event);
        } catch (BpfException e) {
            library.libc.close(event);
            throw e;
        }
    }

    /** Attaches a program to a cgroup and all below it. */
    public BpfLink attachCgroup(String program, Path cgroup) throws BpfException {
        int fd = library.libc.open(cgroup);
        try {
            return link(
                    program,
                    library.function("bpf_program__attach_cgroup", POINTER, POINTER, INT),
                    program(program),
                    fd);
        } finally {
            library.libc.close(fd);
        }
    }

    /** Makes an iterator ready to run. */
    public BpfIterator iterator(String program) throws BpfException {
        BpfLink link =
                link(
                        program,
                        library.function("bpf_program__attach_iter", POINTER, POINTER, POINTER),
                        program(program),
                        MemorySegment.NULL);
        return new BpfIterator(library, link);
    }

    private BpfLink link(String what, NativeFunction attach, Object... arguments)
            throws BpfException {
        library.log.clear();
        Outcome outcome = attach.call(arguments);
        if (outcome.value() == 0) {
            throw BpfException.of("attach " + what, outcome.errno(), library.log);
        }
        return new BpfLink(library, outcome.pointer());
    }

    /** A map of this loaded object. */
    public BpfMap map(String map) throws BpfException {
        return BpfMap.of(library, map, mapPointer(map));
    }

    /** Whether the object declares this map. */
    public boolean hasMap(String map) throws BpfException {
        return find("bpf_object__find_map_by_name", map).value() != 0;
    }

    /**
     * How often a program was skipped because it, or another one of its kind, ran on that CPU
     * already: occurrences that nobody saw. 0 where the kernel does not tell (before Linux 5.12).
     */
    public long misses(String program) throws BpfException {
        int fd = function("bpf_program__fd").call(program(program)).toInt();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd))) {
                if (line.startsWith(MISSES)) {
                    return Long.parseLong(line.substring(MISSES.length()).strip());
                }
            }
            return 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /** Runs a program of type syscall on a copy of {@code context}, and answers what it became. */
    public byte[] run(String program, byte[] context) throws BpfException {
        int fd = function("bpf_program__fd").call(program(program)).toInt();
        try (Arena local = Arena.ofConfined()) {
            MemorySegment bytes = local.allocate(context.length, 8);
            MemorySegment.copy(context, 0, bytes, ValueLayout.JAVA_BYTE, 0, context.length);
            // struct bpf_test_run_opts: size first, ctx_in at 32, ctx_size_in at 48.
            MemorySegment options = local.allocate(80, 8);
            options.set(LONG, 0, 80);
            options.set(POINTER, 32, bytes);
            options.set(INT, 48, context.length);
            int result =
                    library.function("bpf_prog_test_run_opts", INT, INT, POINTER)
                            .call(fd, options)
                            .toInt();
            LibBpf.checked("run " + program, result);
            return bytes.toArray(ValueLayout.JAVA_BYTE);
        }
    }

    private MemorySegment program(String program) throws BpfException {
        Outcome found = find("bpf_object__find_program_by_name", program);
        if (found.value() == 0) {
            throw new BpfException(
                    "program: %s (expected: one of %s)".formatted(program, programs()),
                    Errno.ENOENT);
        }
        return found.pointer();
    }

    private MemorySegment mapPointer(String map) throws BpfException {
        Outcome found = find("bpf_object__find_map_by_name", map);
        if (found.value() == 0) {
            throw new BpfException(
                    "map: %s (expected: a map of %s)".formatted(map, name), Errno.ENOENT);
        }
        return found.pointer();
    }

    private Outcome find(String how, String wanted) throws BpfException {
        NativeFunction function = library.function(how, POINTER, POINTER, POINTER);
        try (Arena local = Arena.ofConfined()) {
            return function.call(object, local.allocateFrom(wanted));
        }
    }

    /** Removes what was loaded; harmless the second time. */
    @Override
    public void close() {
        if (!arena.scope().isAlive()) {
            return;
        }
        if (object.address() != 0) {
            try {
                library.function("bpf_object__close", (MemoryLayout) null, POINTER).call(object);
            } catch (BpfException e) {
                throw new IllegalStateException(e);
            }
        }
        arena.close();
    }
}
