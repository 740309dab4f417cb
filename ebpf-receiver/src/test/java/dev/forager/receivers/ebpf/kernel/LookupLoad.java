// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;

/** Many DNS lookups, each answered at once by a server of its own. */
final class LookupLoad {
    private static final byte[] QUESTION = {
        0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4, 'm', 'a', 'n', 'y', 0, 0, 1, 0, 1
    };

    private LookupLoad() {}

    /** Arguments: how many. */
    public static void main(String[] arguments) throws Exception {
        InetAddress host = InetAddress.ofLiteral("127.0.0.1");
        try (var server = new DatagramSocket(53, host);
                var client = new DatagramSocket(0, host)) {
            for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
                byte[] bytes = QUESTION.clone();
                bytes[0] = (byte) (i >> 8);
                bytes[1] = (byte) i;
                client.send(new DatagramPacket(bytes, bytes.length, host, 53));
                var asked = new DatagramPacket(new byte[512], 512);
                server.receive(asked);
                bytes[2] = (byte) 0x81;
                server.send(new DatagramPacket(bytes, bytes.length, asked.getSocketAddress()));
                client.receive(new DatagramPacket(new byte[512], 512));
            }
        }
    }
}
