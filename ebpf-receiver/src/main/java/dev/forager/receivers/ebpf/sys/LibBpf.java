// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static dev.forager.receivers.ebpf.sys.NativeFunction.INT;
import static dev.forager.receivers.ebpf.sys.NativeFunction.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The system's libbpf, version 1.0 or later. Functions are looked up one by one when they are first
 * used: distributions ship different versions. Libraries stay loaded until the process ends.
 * Thread-safe.
 */
public final class LibBpf {
    /** What an administrator does about a missing library. */
    public static final String CURE = "apt install libbpf1 / set runtime.libbpf";

    private static final String DEFAULT_NAME = "libbpf.so.1";

    final Libc libc = new Libc();

    final LibBpfLog log = new LibBpfLog();

    private volatile @Nullable Path tracepoints;
    private final SymbolLookup library;
    private final Map<String, NativeFunction> functions = new ConcurrentHashMap<>();

    private LibBpf(SymbolLookup library) {
        this.library = library;
    }

    /**
     * Loads the library.
     *
     * @param file of the library; null for the system's {@code libbpf.so.1}
     * @throws BpfException when there is none; the text names the cure
     */
    @SuppressWarnings("restricted") // As in NativeFunction.
    public static LibBpf load(@Nullable Path file) throws BpfException {
        String name = file == null ? DEFAULT_NAME : file.toString();
        SymbolLookup lookup;
        try {
            lookup =
                    file == null
                            ? SymbolLookup.libraryLookup(DEFAULT_NAME, Arena.global())
                            : SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            String why =
                    file != null && Files.exists(file)
                            ? "is no library of this machine's kind"
                            : "not found";
            throw new BpfException("%s %s: %s".formatted(name, why, CURE), Errno.ENOENT);
        }
        if (lookup.find("bpf_object__open_mem").isEmpty()
                || lookup.find("libbpf_bpf_prog_type_str").isEmpty()) {
            throw new BpfException(
                    "%s: no libbpf of version 1.0 or later (expected: libbpf.so.1): %s"
                            .formatted(name, CURE),
                    Errno.ENOENT);
        }
        var loaded = new LibBpf(lookup);
        loaded.redirectLog();
        return loaded;
    }

    /** The library's version, such as {@code v1.1}. */
    @SuppressWarnings("restricted") // As in NativeFunction.
    public String version() {
        try {
            MemorySegment text = function("libbpf_version_string", POINTER).call().pointer();
            return text.reinterpret(64).getString(0);
        } catch (BpfException e) {
            return "unknown";
        }
    }

    /**
     * Has tracepoints found by a tracefs of this process's own, which no path leads to, where none
     * is mounted.
     *
     * @return whether it may have one: that takes CAP_SYS_ADMIN
     */
    public boolean mountTracefs() {
        tracepoints = Tracepoints.folder();
        return tracepoints != null;
    }

    /** The folder of tracepoints where libbpf does not find it; null where it does. */
    @Nullable Path tracepoints() {
        return tracepoints;
    }

    /** How many CPUs the values of per-CPU maps have. */
    public int possibleCpus() throws BpfException {
        return checked("CPUs", function("libbpf_num_possible_cpus", INT).call().toInt());
    }

    NativeFunction function(String name, @Nullable MemoryLayout result, MemoryLayout... arguments)
            throws BpfException {
        NativeFunction known = functions.get(name);
        if (known != null) {
            return known;
        }
        NativeFunction found = NativeFunction.find(library, name, result, arguments);
        if (found == null) {
            throw new BpfException(
                    "libbpf %s has no %s (expected: a later version): %s"
                            .formatted(version(), name, CURE),
                    Errno.EOPNOTSUPP);
        }
        functions.put(name, found);
        return found;
    }

    /** libbpf's functions answer a negative error number. */
    static int checked(String what, int result) throws BpfException {
        if (result < 0) {
            throw BpfException.of(what, -result);
        }
        return result;
    }

    @SuppressWarnings("restricted") // As in NativeFunction.
    private void redirectLog() throws BpfException {
        FunctionDescriptor printer = FunctionDescriptor.of(INT, INT, POINTER, POINTER);
        MethodType type =
                MethodType.methodType(
                        int.class, int.class, MemorySegment.class, MemorySegment.class);
        try {
            MethodHandle print =
                    MethodHandles.lookup()
                            .findVirtual(Printer.class, "print", type)
                            .bindTo(new Printer(log));
            MemorySegment stub = Linker.nativeLinker().upcallStub(print, printer, Arena.global());
            function("libbpf_set_print", POINTER, POINTER).call(stub);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What libbpf calls to log. Nothing may escape: an exception in an upcall ends the process. */
    private static final class Printer {
        private static final int DEBUG = 2;
        private static final long ROOM_BYTES = 64 * 1024;

        private final LibBpfLog log;
        private final @Nullable NativeFunction format =
                NativeFunction.find(
                        Linker.nativeLinker().defaultLookup(),
                        "vsnprintf",
                        INT,
                        POINTER,
                        ValueLayout.JAVA_LONG,
                        POINTER,
                        POINTER);

        Printer(LibBpfLog log) {
            this.log = log;
        }

        @SuppressWarnings({"unused", "CatchAndPrintStackTrace"}) // Called by libbpf.
        int print(int level, MemorySegment text, MemorySegment arguments) {
            if (level >= DEBUG || format == null) {
                return 0;
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment room = arena.allocate(ROOM_BYTES);
                // va_list travels as an address on x86_64 and on arm64.
                format.call(room, ROOM_BYTES, text, arguments);
                log.add(room.getString(0));
            } catch (Throwable e) {
                log.add("libbpf's message is unreadable: " + e);
            }
            return 0;
        }
    }
}
