// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 client (RFC 9113) that does only what a test says: it answers no ping, closes nothing
 * and minds no GOAWAY.
 */
final class Http2Wire implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int MAX_CONCURRENT_STREAMS = 3;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int ACK = 1;
    static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final DataInputStream in;
    private final Frame settings;

    Http2Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        socket.getOutputStream()
                .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
        Frame first = next(SETTINGS);
        if (first == null) {
            throw new EOFException("the server closed at once");
        }
        settings = first;
    }

    /** What the server has set at first; -1 where it has not. */
    long setting(int id) {
        var entries = ByteBuffer.wrap(settings.payload());
        while (entries.hasRemaining()) {
            int next = entries.getShort();
            long value = Integer.toUnsignedLong(entries.getInt());
            if (next == id) {
                return value;
            }
        }
        return -1;
    }

    /** One frame as it came. */
    @SuppressWarnings("ArrayRecordComponent") // frames are not compared
    record Frame(int type, int flags, int stream, byte[] payload) {
        /** The error code of a GOAWAY or RST_STREAM. */
        int errorCode() {
            return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
        }

        /** What a GOAWAY says in words. */
        String debugData() {
            return new String(payload, 8, payload.length - 8, StandardCharsets.US_ASCII);
        }
    }

    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) 0).putShort((short) payload.length).put((byte) type).put((byte) flags);
        frame.putInt(stream).put(payload);
        socket.getOutputStream().write(frame.array());
        socket.getOutputStream().flush();
    }

    void ping() throws IOException {
        send(PING, 0, 0, new byte[8]);
    }

    /** Begins a POST of gRPC whose body is still to come. */
    void beginCall(int stream, String path) throws IOException {
        beginPost(stream, path, "application/grpc");
    }

    /** Begins a POST of gRPC that does not say {@code te: trailers}. */
    void beginCallWithoutTe(int stream, String path) throws IOException {
        send(HEADERS, END_HEADERS, stream, head(path, "application/grpc"));
    }

    /** Begins a POST whose body is still to come. */
    void beginPost(int stream, String path, String contentType) throws IOException {
        send(HEADERS, END_HEADERS, stream, head(path, contentType, "te", "trailers"));
    }

    /** Begins a head with so many bytes of fields in CONTINUATION frames, and does not end it. */
    void beginEndlessHead(int stream, String path, int bytes) throws IOException {
        send(HEADERS, 0, stream, head(path, "application/grpc", "te", "trailers"));
        ByteBuffer fields = ByteBuffer.allocate(10_000);
        while (fields.remaining() > 200) {
            literal(fields, "x", "y".repeat(100));
        }
        byte[] piece = new byte[fields.position()];
        fields.flip().get(piece);
        for (int sent = 0; sent < bytes; sent += piece.length) {
            send(CONTINUATION, 0, stream, piece);
        }
    }

    /** A block of headers (RFC 7541) of a POST; {@code more} are names and values in turn. */
    private static byte[] head(String path, String contentType, String... more) {
        ByteBuffer block = ByteBuffer.allocate(500);
        block.put((byte) 0x83).put((byte) 0x86); // :method POST, :scheme http
        literal(block, ":path", path);
        literal(block, ":authority", "x");
        literal(block, "content-type", contentType);
        for (int i = 0; i < more.length; i += 2) {
            literal(block, more[i], more[i + 1]);
        }
        byte[] headers = new byte[block.position()];
        block.flip().get(headers);
        return headers;
    }

    /** Ends the call with an empty message. */
    void endCall(int stream) throws IOException {
        send(DATA, END_STREAM, stream, new byte[5]);
    }

    /** RFC 7541, 6.2.2, without Huffman coding. */
    private static void literal(ByteBuffer block, String name, String value) {
        block.put((byte) 0);
        block.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
        block.put((byte) value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
    }

    /** The next frame; null when the server has closed. */
    @Nullable Frame next() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            return new Frame(type, flags, stream, in.readNBytes(length));
        } catch (EOFException | SocketException closed) {
            return null;
        }
    }

    /** Skips to the next frame of a type; null when the server closes before it. */
    @Nullable Frame next(int type) throws IOException {
        Frame frame = next();
        while (frame != null && frame.type() != type) {
            frame = next();
        }
        return frame;
    }

    /** Reads on until the server closes. */
    void awaitClose() throws IOException {
        while (next() != null) {
            // What comes before the end does not matter.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
