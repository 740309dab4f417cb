// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Does what an attacker would do: the process becomes another program. */
final class SecurityLoad {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Arena ARENA = Arena.global();

    private SecurityLoad() {}

    /** Argument: {@code memfd} or {@code shell}. */
    public static void main(String[] arguments) throws Throwable {
        switch (arguments[0]) {
            case "memfd" -> memfd();
            case "shell" -> shell();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    @SuppressWarnings("restricted") // That is what the module of the receiver is for.
    private static MethodHandle call(String name, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, parameters));
    }

    private static void memfd() throws Throwable {
        int fd =
                (int)
                        call("memfd_create", ADDRESS, JAVA_INT)
                                .invokeExact(ARENA.allocateFrom("forager-test"), 0);
        Path file = Path.of("/proc/self/fd/" + fd);
        Files.write(file, Files.readAllBytes(Path.of("/bin/true")));
        execute(file.toString(), "kworker");
    }

    private static void shell() throws Throwable {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            int fd = descriptor(socket);
            for (int stream = 0; stream < 3; stream++) {
                int _ = (int) call("dup2", JAVA_INT, JAVA_INT).invokeExact(fd, stream);
            }
            execute("/bin/sh", "sh", "-c", "exit 0");
        }
    }

    /** The connected socket of this process: the one that has this port at its own end. */
    private static int descriptor(Socket socket) throws Exception {
        String port = ":%04X ".formatted(socket.getLocalPort());
        String inode = "";
        for (String file : new String[] {"tcp", "tcp6"}) {
            for (String line : Files.readAllLines(Path.of("/proc/self/net/" + file))) {
                String[] columns = line.strip().split("\\s+");
                if ((columns[1] + " ").endsWith(port) && !columns[9].equals("0")) {
                    inode = columns[9];
                }
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path each : files) {
                if (Files.isSymbolicLink(each)
                        && Files.readSymbolicLink(each).toString().contains("[" + inode + "]")) {
                    return Integer.parseInt(each.getFileName().toString());
                }
            }
        }
        throw new IllegalStateException("no socket");
    }

    private static void execute(String path, String... arguments) throws Throwable {
        MemorySegment words = ARENA.allocate(ADDRESS, arguments.length + 1);
        for (int i = 0; i < arguments.length; i++) {
            words.setAtIndex(ADDRESS, i, ARENA.allocateFrom(arguments[i]));
        }
        MemorySegment none = ARENA.allocate(ADDRESS, 1);
        int _ =
                (int)
                        call("execve", ADDRESS, ADDRESS, ADDRESS)
                                .invokeExact(ARENA.allocateFrom(path), words, none);
        throw new IllegalStateException("exec failed");
    }
}
