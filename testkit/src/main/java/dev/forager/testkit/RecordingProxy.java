// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on one thread a connection: makes tunnels, passes on what it is told with a whole
 * URL, and keeps the first head of each connection. Whatever name a client asks for, it goes to one
 * local port. Thread-safe.
 */
public final class RecordingProxy implements AutoCloseable {
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final ServerSocket socket;
    private final int target;
    private final String answer;

    /** A proxy on a port of loopback whose tunnels lead to another one. */
    public RecordingProxy(int target) throws IOException {
        this(target, "200 Connection established");
    }

    /** One that answers to wishes for tunnels with a status, and headers, of any kind. */
    public RecordingProxy(int target, String answer) throws IOException {
        this.target = target;
        this.answer = answer;
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::acceptAll);
    }

    /** The first heads of the connections so far. */
    public List<String> heads() {
        return heads;
    }

    /** Where it listens. */
    public int port() {
        return socket.getLocalPort();
    }

    private void acceptAll() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            String head = head(client.getInputStream());
            heads.add(head);
            if (head.startsWith("CONNECT ")) {
                write(client, "HTTP/1.1 %s\r\n\r\n".formatted(answer));
            } else {
                write(server, head);
            }
            Thread.ofVirtual().start(() -> copy(client, server));
            copy(server, client);
        } catch (IOException gone) {
            socket.getLocalPort(); // one side has left: so does the other
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed within a head: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        to.getOutputStream().flush();
    }

    private static void copy(Socket from, Socket to) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                out.flush();
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            from.getLocalPort(); // as above
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
