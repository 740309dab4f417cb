// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Traffic whose truth is known, for a network namespace of its own: a transfer, a refused
 * connection, a reset one, a DNS lookup. Prints {@code bytes packets} that the loopback interface
 * has counted for the transfer.
 */
final class NetworkLoad {
    private static final int CHUNK = 64 * 1024;

    private NetworkLoad() {}

    /**
     * Arguments: port of the transfer, its bytes, a closed port, a port whose connection is reset.
     */
    public static void main(String[] arguments) throws Exception {
        InetAddress host = InetAddress.ofLiteral("127.0.0.1");
        transfer(host, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        long[] loopback = loopback();
        refused(host, Integer.parseInt(arguments[2]));
        reset(host, Integer.parseInt(arguments[3]));
        lookup(host);
        System.out.printf("%d %d%n", loopback[0], loopback[1]);
    }

    private static void transfer(InetAddress host, int port, int bytes) throws Exception {
        try (var server = new ServerSocket(port, 1, host)) {
            Thread sender = Thread.ofPlatform().start(() -> send(host, port, bytes));
            try (Socket accepted = server.accept()) {
                InputStream in = accepted.getInputStream();
                if (in.transferTo(OutputStream.nullOutputStream()) != bytes) {
                    throw new IOException("transfer was cut");
                }
            }
            sender.join();
        }
    }

    private static void send(InetAddress host, int port, int bytes) {
        try (var client = new Socket(host, port)) {
            OutputStream out = client.getOutputStream();
            for (int left = bytes; left > 0; left -= CHUNK) {
                out.write(new byte[Math.min(CHUNK, left)]);
            }
            client.shutdownOutput();
            // The server's end comes after all of it was read.
            if (client.getInputStream().read() != -1) {
                throw new IOException("an answer");
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes and packets that lo has sent. */
    private static long[] loopback() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/net/dev"))) {
            if (line.strip().startsWith("lo:")) {
                String[] columns = line.substring(line.indexOf(':') + 1).strip().split("\\s+");
                return new long[] {Long.parseLong(columns[8]), Long.parseLong(columns[9])};
            }
        }
        throw new IOException("no lo");
    }

    private static void refused(InetAddress host, int port) {
        try (var never = new Socket()) {
            never.connect(new InetSocketAddress(host, port));
            throw new IllegalStateException("connected to a closed port");
        } catch (IOException e) {
            // As it must be.
        }
    }

    private static void reset(InetAddress host, int port) throws IOException {
        try (var server = new ServerSocket(port, 1, host);
                var client = new Socket(host, port)) {
            Socket accepted = server.accept();
            accepted.setSoLinger(true, 0);
            accepted.close();
            try {
                client.getInputStream().read();
                throw new IllegalStateException("no reset");
            } catch (IOException e) {
                // As it must be.
            }
        }
    }

    /** A question to a server of our own, which says that there is no such name. */
    private static void lookup(InetAddress host) throws IOException {
        byte[] question = {
            0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 'n', 'o', 4, 's', 'u', 'c', 'h', 0, 0, 1,
            0, 1
        };
        try (var server = new DatagramSocket(53, host);
                var client = new DatagramSocket(0, host)) {
            client.send(new DatagramPacket(question, question.length, host, 53));
            var asked = new DatagramPacket(new byte[512], 512);
            server.receive(asked);
            byte[] answer = question.clone();
            answer[2] = (byte) 0x81;
            answer[3] = (byte) 0x83;
            server.send(new DatagramPacket(answer, answer.length, asked.getSocketAddress()));
            client.receive(new DatagramPacket(new byte[512], 512));
            // Another, without an answer.
            question[13] = 'x';
            client.send(new DatagramPacket(question, question.length, host, 53));
        }
    }
}
