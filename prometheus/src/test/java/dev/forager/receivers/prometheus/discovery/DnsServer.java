// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/**
 * A name server on loopback that knows one answer of each type (<a
 * href="https://www.rfc-editor.org/rfc/rfc1035">RFC 1035</a>, <a
 * href="https://www.rfc-editor.org/rfc/rfc2782">RFC 2782</a>).
 */
final class DnsServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int A = 1;
    private static final int SRV = 33;

    private final DatagramSocket socket;
    private final Thread thread;

    DnsServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        thread = Thread.ofVirtual().start(this::serve);
    }

    String url() {
        return "dns://127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[1024];
        try {
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(buffer, packet.getLength());
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            assert socket.isClosed();
        }
    }

    private static byte[] answer(byte[] question, int length) throws IOException {
        int nameEnd = HEADER;
        while (question[nameEnd] != 0) {
            nameEnd += question[nameEnd] + 1;
        }
        int type = (question[nameEnd + 1] & 0xff) << 8 | (question[nameEnd + 2] & 0xff);
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(0x8180);
        out.writeShort(1);
        out.writeShort(type == A || type == SRV ? 1 : 0);
        out.writeInt(0);
        out.write(question, HEADER, nameEnd + 5 - HEADER);
        if (type == A) {
            record(out, A, new byte[] {10, 1, 2, 3});
        } else if (type == SRV) {
            record(out, SRV, service());
        }
        assert length > 0;
        return bytes.toByteArray();
    }

    private static void record(DataOutputStream out, int type, byte[] data) throws IOException {
        out.writeShort(0xc000 | HEADER);
        out.writeShort(type);
        out.writeShort(1);
        out.writeInt(60);
        out.writeShort(data.length);
        out.write(data);
    }

    private static byte[] service() throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(1);
        out.writeShort(2);
        out.writeShort(8080);
        for (String label : new String[] {"host", "test"}) {
            out.writeByte(label.length());
            out.write(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.writeByte(0);
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
