// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static dev.forager.receivers.ebpf.sys.NativeFunction.INT;
import static dev.forager.receivers.ebpf.sys.NativeFunction.LONG;
import static dev.forager.receivers.ebpf.sys.NativeFunction.POINTER;

import dev.forager.receivers.ebpf.sys.NativeFunction.Outcome;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tracepoints of the kernel where no tracefs is mounted, as in small virtual machines: with
 * CAP_SYS_ADMIN a process may have a mount that no path leads to. It is made once and ends with the
 * process. Nothing else tells the numbers of tracepoints, and without those one program must see
 * every system call. Thread-safe.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/fsmount.2.html">fsmount(2)</a>
 */
final class Tracepoints {
    /** FSOPEN_CLOEXEC and FSMOUNT_CLOEXEC. */
    private static final int CLOEXEC = 1;

    /** FSCONFIG_CMD_CREATE. */
    private static final int CREATE = 6;

    /** PERF_TYPE_TRACEPOINT; struct perf_event_attr begins with type, size and number. */
    private static final int TRACEPOINT = 2;

    private static final int ATTRIBUTE_BYTES = 72;
    private static final long PERF_CLOEXEC = 8;

    /** Of x86_64 and of arm64: glibc has no function of that name. */
    private static final long PERF_EVENT_OPEN =
            System.getProperty("os.arch", "").equals("aarch64") ? 241 : 298;

    private static final SymbolLookup LOOKUP = Linker.nativeLinker().defaultLookup();

    private Tracepoints() {}

    /** The folder of events in a mount of this process's own; null where it may have none. */
    static @Nullable Path folder() {
        return Mounted.EVENTS;
    }

    /** Mounts when first asked for. */
    private static final class Mounted {
        static final @Nullable Path EVENTS = readable(mount());
    }

    /** Who has CAP_SYS_ADMIN but is not root may mount it and not read it. */
    private static @Nullable Path readable(int mount) {
        if (mount < 0) {
            return null;
        }
        Path events = Path.of("/proc/self/fd/" + mount + "/events");
        if (Files.isReadable(events)) {
            return events;
        }
        new Libc().close(mount);
        return null;
    }

    /** A descriptor of the mount; negative where the C library or the kernel refuses. */
    private static int mount() {
        // glibc 2.36, Linux 5.2.
        NativeFunction open = NativeFunction.find(LOOKUP, "fsopen", INT, POINTER, INT);
        NativeFunction configure =
                NativeFunction.find(LOOKUP, "fsconfig", INT, INT, INT, POINTER, POINTER, INT);
        NativeFunction mount = NativeFunction.find(LOOKUP, "fsmount", INT, INT, INT, INT);
        if (open == null || configure == null || mount == null) {
            return -1;
        }
        var libc = new Libc();
        try (Arena arena = Arena.ofConfined()) {
            int context = open.call(arena.allocateFrom("tracefs"), CLOEXEC).toInt();
            if (context < 0) {
                return -1;
            }
            try {
                MemorySegment none = MemorySegment.NULL;
                int made = configure.call(context, CREATE, none, none, 0).toInt();
                return made < 0 ? -1 : mount.call(context, CLOEXEC, 0).toInt();
            } finally {
                libc.close(context);
            }
        }
    }

    /**
     * Opens a tracepoint for a program.
     *
     * @param events the folder of events
     * @param place the tracepoint's folder there and its name
     * @return a descriptor that the caller closes, or hands to a link
     * @throws BpfException when the kernel has no such tracepoint, or refuses
     */
    static int open(Path events, String place) throws BpfException {
        long id;
        try {
            id = Long.parseLong(Files.readString(events.resolve(place).resolve("id")).strip());
        } catch (IOException | NumberFormatException e) {
            throw new BpfException("tracepoint %s: not there".formatted(place), Errno.ENOENT);
        }
        NativeFunction call =
                NativeFunction.find(LOOKUP, "syscall", LONG, LONG, POINTER, LONG, LONG, LONG, LONG);
        if (call == null) {
            throw new BpfException("the C library has no syscall", Errno.EOPNOTSUPP);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTE_BYTES, 8);
            attributes.set(INT, 0, TRACEPOINT);
            attributes.set(INT, 4, ATTRIBUTE_BYTES);
            attributes.set(LONG, 8, id);
            // Of all processes, as the event of one CPU: its programs run on each.
            Outcome opened = call.call(PERF_EVENT_OPEN, attributes, -1L, 0L, -1L, PERF_CLOEXEC);
            if (opened.value() < 0) {
                throw BpfException.of("open tracepoint " + place, opened.errno());
            }
            return opened.toInt();
        }
    }
}
