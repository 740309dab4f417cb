// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import com.linecorp.armeria.common.util.DomainSocketAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The sockets on which this process listens, whoever opened them, as Linux lists them (<a
 * href="https://man7.org/linux/man-pages/man5/proc_pid_net.5.html">proc_pid_net(5)</a>). Stateless.
 */
final class OwnSockets {
    private static final Path PROCESS = Path.of("/proc/self");

    /** {@code TCP_LISTEN} of include/net/tcp_states.h. */
    private static final String TCP_LISTEN = "0A";

    /** {@code __SO_ACCEPTCON} of include/uapi/linux/net.h. */
    private static final String UNIX_ACCEPTS = "00010000";

    private OwnSockets() {}

    /**
     * Whether one of them has the port, or the file, of this address; false where none is known.
     */
    static boolean listenOn(InetSocketAddress address) {
        try {
            if (address instanceof DomainSocketAddress unix) {
                return any(
                        "unix",
                        6,
                        line ->
                                line.size() > 7
                                        && line.get(3).equals(UNIX_ACCEPTS)
                                        && line.get(7).equals(unix.path()));
            }
            String end = ":%04X".formatted(address.getPort());
            Predicate<List<String>> listens =
                    line -> line.get(1).endsWith(end) && line.get(3).equals(TCP_LISTEN);
            return any("tcp", 9, listens) || any("tcp6", 9, listens);
        } catch (IOException unknown) {
            return false;
        }
    }

    private static boolean any(String table, int inode, Predicate<List<String>> listens)
            throws IOException {
        Set<String> own = own();
        try (Stream<String> lines = Files.lines(PROCESS.resolve("net").resolve(table))) {
            return lines.skip(1)
                    .map(line -> List.of(line.strip().split("\\s+")))
                    .anyMatch(
                            line ->
                                    line.size() > inode
                                            && listens.test(line)
                                            && own.contains("socket:[" + line.get(inode) + "]"));
        }
    }

    private static Set<String> own() throws IOException {
        Set<String> own = new HashSet<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(PROCESS.resolve("fd"))) {
            for (Path each : open) {
                // The one by which the folder is read is gone by the end.
                if (Files.isSymbolicLink(each)) {
                    own.add(Files.readSymbolicLink(each).toString());
                }
            }
        }
        return own;
    }
}
