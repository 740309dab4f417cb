// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Connects to somebody who never answers, long enough for two SYNs to be sent again, in a network
 * namespace of its own. Prints {@code first again}: the segments that the kernel has counted there.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/rfc4022">tcpOutSegs, tcpRetransSegs</a>
 */
final class SilentPeerLoad {
    /** The first SYN is repeated after one second, and after one or two more. */
    private static final int LIMIT_MILLIS = 3500;

    private SilentPeerLoad() {}

    /** Arguments: address and port. */
    public static void main(String[] arguments) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])),
                    LIMIT_MILLIS);
            throw new IllegalStateException("connected to nobody");
        } catch (IOException e) {
            // As it must be.
        }
        System.out.printf("%s %s%n", counted("OutSegs"), counted("RetransSegs"));
    }

    /** A counter of TCP: one line has the names, the next one the values. */
    private static String counted(String name) throws IOException {
        List<List<String>> lines =
                Files.readAllLines(Path.of("/proc/self/net/snmp")).stream()
                        .filter(line -> line.startsWith("Tcp:"))
                        .map(line -> Arrays.asList(line.split(" ")))
                        .toList();
        return lines.getLast().get(lines.getFirst().indexOf(name));
    }
}
