// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static dev.forager.receivers.ebpf.sys.NativeFunction.INT;
import static dev.forager.receivers.ebpf.sys.NativeFunction.LONG;
import static dev.forager.receivers.ebpf.sys.NativeFunction.POINTER;

import dev.forager.receivers.ebpf.sys.NativeFunction.Outcome;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Objects;

/** The few calls of the C library that are needed. Thread-safe. */
final class Libc {
    private static final SymbolLookup LOOKUP = Linker.nativeLinker().defaultLookup();

    /** asm-generic/fcntl.h, the same on x86_64 and arm64. */
    private static final int O_RDONLY = 0;

    private static final int O_CLOEXEC = 0x80000;

    /** bits/confname.h of glibc and musl. */
    private static final int SC_PAGESIZE = 30;

    private static final int MAP_SHARED = 1;
    private static final int MFD_CLOEXEC = 1;

    private final NativeFunction open = find("open", INT, POINTER, INT);
    private final NativeFunction close = find("close", INT, INT);
    private final NativeFunction read = find("read", LONG, INT, POINTER, LONG);
    private final NativeFunction write = find("write", LONG, INT, POINTER, LONG);
    private final NativeFunction mmap = find("mmap", POINTER, POINTER, LONG, INT, INT, INT, LONG);
    private final NativeFunction munmap = find("munmap", INT, POINTER, LONG);
    private final NativeFunction sysconf = find("sysconf", LONG, INT);
    private final NativeFunction epollCreate = find("epoll_create1", INT, INT);
    private final NativeFunction epollControl = find("epoll_ctl", INT, INT, INT, INT, POINTER);
    private final NativeFunction epollWait = find("epoll_wait", INT, INT, POINTER, INT, INT);
    private final NativeFunction eventFd = find("eventfd", INT, INT, INT);
    private final NativeFunction memfdCreate = find("memfd_create", INT, POINTER, INT);

    private static NativeFunction find(String name, MemoryLayout result, MemoryLayout... args) {
        return Objects.requireNonNull(NativeFunction.find(LOOKUP, name, result, args), name);
    }

    long pageSize() {
        return sysconf.call(SC_PAGESIZE).value();
    }

    /** Opens a file or directory for reading; the caller closes it. */
    int open(Path path) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            return checked(
                    "open " + path,
                    open.call(arena.allocateFrom(path.toString()), O_RDONLY | O_CLOEXEC));
        }
    }

    void close(int fd) {
        close.call(fd);
    }

    /** Reads until the end, throwing the bytes away: what runs an iterator. */
    void drain(int fd) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(8192);
            while (checked("read", read.call(fd, buffer, buffer.byteSize())) > 0) {}
        }
    }

    MemorySegment map(int fd, long size, int protection, long offset) throws BpfException {
        Outcome mapped = mmap.call(MemorySegment.NULL, size, protection, MAP_SHARED, fd, offset);
        checked("mmap", mapped);
        return mapped.pointer();
    }

    void unmap(MemorySegment memory, long size) {
        munmap.call(memory, size);
    }

    int eventFd() throws BpfException {
        return checked("eventfd", eventFd.call(0, O_CLOEXEC));
    }

    /** A file without a name in any folder. */
    int memoryFile(String name) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            return checked("memfd_create", memfdCreate.call(arena.allocateFrom(name), MFD_CLOEXEC));
        }
    }

    /** Writes all of it. */
    void write(int fd, byte[] content) throws BpfException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, content);
            long written = 0;
            while (written < content.length) {
                long left = content.length - written;
                written += checked("write", write.call(fd, bytes.asSlice(written), left));
            }
        }
    }

    /** Makes an event file readable, which ends an {@link #awaitEdge}. */
    void signal(int eventFd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(LONG);
            one.set(LONG, 0, 1);
            write.call(eventFd, one, 8L);
        }
    }

    /**
     * An epoll instance that reports each wake-up of these files once (EPOLLET): data that lies
     * there already does not end the wait.
     */
    int edges(int... fds) throws BpfException {
        int epoll = checked("epoll_create1", epollCreate.call(O_CLOEXEC));
        try (Arena arena = Arena.ofConfined()) {
            for (int fd : fds) {
                // struct epoll_event: u32 events, then 64 bits of data that are not used here.
                MemorySegment event = arena.allocate(16, 8);
                event.set(INT, 0, 1 | (1 << 31));
                checked("epoll_ctl", epollControl.call(epoll, 1, fd, event));
            }
        }
        return epoll;
    }

    /** Blocks the thread until a wake-up or the end of the time. */
    void awaitEdge(int epoll, int timeoutMillis) {
        try (Arena arena = Arena.ofConfined()) {
            epollWait.call(epoll, arena.allocate(32, 8), 2, timeoutMillis);
        }
    }

    private static int checked(String what, Outcome outcome) throws BpfException {
        if (outcome.value() == -1) {
            throw BpfException.of(what, outcome.errno());
        }
        return outcome.toInt();
    }
}
