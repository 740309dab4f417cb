// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Faults whose truth is known, in a process of its own. */
final class FaultsLoad {
    private static final int CLOSED_PORT = 9;
    private static final int ROUNDS = 20_000;

    /** More than posix_spawn_file_actions_t has (80 in glibc). */
    private static final int SPAWN_ACTIONS_BYTES = 256;

    private FaultsLoad() {}

    /** Argument: {@code null}, {@code connections}, or {@code blocked} and the path of a pipe. */
    public static void main(String[] arguments) throws Throwable {
        switch (arguments[0]) {
            case "null" -> nulls();
            case "connections" -> connections();
            case "blocked" -> blocked(arguments[1]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Compiled code finds null by the signal of a memory fault. */
    private static void nulls() {
        int caught = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try {
                caught += length(i % 100 == 0 ? null : "x") - 1;
            } catch (NullPointerException e) {
                caught++;
            }
        }
        if (caught != ROUNDS / 100) {
            throw new IllegalStateException("caught " + caught);
        }
    }

    @SuppressWarnings("NullAway") // Null is what this is about.
    private static int length(@Nullable String text) {
        return text.length();
    }

    private static void connections() throws Exception {
        InetAddress host = InetAddress.getLoopbackAddress();
        for (int i = 0; i < 3; i++) {
            try (var never = new Socket()) {
                never.connect(new InetSocketAddress(host, CLOSED_PORT));
                throw new IllegalStateException("connected to a closed port");
            } catch (IOException e) {
                // As it must be.
            }
        }
        try (var server = new ServerSocket(0, 1, host);
                var client = new Socket(host, server.getLocalPort())) {
            Socket accepted = server.accept();
            accepted.setSoLinger(true, 0);
            accepted.close();
            if (client.getInputStream().read() != -1) {
                throw new IllegalStateException("data");
            }
        } catch (IOException e) {
            // The reset.
        }
    }

    /**
     * Starts a program whose standard input is a pipe that nobody writes to: posix_spawn(3) opens
     * it in the child, and the parent waits for that.
     */
    private static void blocked(String pipe) throws Throwable {
        try (var arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(SPAWN_ACTIONS_BYTES);
            MemorySegment path = arena.allocateFrom("/bin/true");
            MemorySegment arguments = arena.allocate(2 * ADDRESS.byteSize());
            arguments.set(ADDRESS, 0, path);
            MemorySegment environment = arguments.asSlice(ADDRESS.byteSize());
            var open =
                    function(
                            "posix_spawn_file_actions_addopen",
                            ADDRESS,
                            JAVA_INT,
                            ADDRESS,
                            JAVA_INT,
                            JAVA_INT);
            var spawn =
                    function("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
            check((int) function("posix_spawn_file_actions_init", ADDRESS).invoke(actions));
            check((int) open.invoke(actions, 0, arena.allocateFrom(pipe), 0, 0));
            check(
                    (int)
                            spawn.invoke(
                                    arena.allocate(JAVA_INT),
                                    path,
                                    actions,
                                    MemorySegment.NULL,
                                    arguments,
                                    environment));
        }
    }

    @SuppressWarnings("restricted") // It calls into libc, which is what is observed.
    private static MethodHandle function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static void check(int errno) {
        if (errno != 0) {
            throw new IllegalStateException("errno " + errno);
        }
    }
}
