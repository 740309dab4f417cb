// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import dev.forager.pipeline.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What one socket sends, by lines and by bytes, until a deadline. Confined to one thread. */
final class SocketReader {
    private static final int BUFFER_BYTES = 8192;
    private static final long NANOS_OF_MILLI = 1_000_000;

    private final Socket socket;
    private final InputStream in;
    private final @Nullable Deadline deadline;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private boolean hasRead;

    SocketReader(Socket socket, @Nullable Deadline deadline) throws IOException {
        this.socket = socket;
        this.deadline = deadline;
        in = socket.getInputStream();
    }

    /** Whether anything has come. */
    boolean hasRead() {
        return hasRead;
    }

    /** Whether what has come was taken; else the server said more than it should. */
    boolean isEmpty() {
        return at == end;
    }

    /**
     * A line without its end.
     *
     * @throws ProtocolException when it is longer than {@code most}
     * @throws EOFException at the end of what comes
     */
    String line(int most) throws IOException {
        var text = new StringBuilder(0);
        while (true) {
            int start = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (text.length() + at - start > most) {
                throw new ProtocolException("a line of more than %d bytes".formatted(most));
            }
            text.append(new String(buffer, start, at - start, StandardCharsets.ISO_8859_1));
            if (at < end) {
                at++;
                boolean hasReturn = !text.isEmpty() && text.charAt(text.length() - 1) == '\r';
                return hasReturn ? text.substring(0, text.length() - 1) : text.toString();
            }
            at = 0;
            end = 0;
            int read = some(buffer, 0, buffer.length);
            if (read < 0) {
                throw new EOFException("EOF");
            }
            end = read;
        }
    }

    /** Some bytes, at least one; negative at the end of what comes. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (at < end) {
            int taken = Math.min(length, end - at);
            System.arraycopy(buffer, at, into, offset, taken);
            at += taken;
            return taken;
        }
        return some(into, offset, length);
    }

    private int some(byte[] into, int offset, int length) throws IOException {
        long left = Exchange.remainingNanos(deadline);
        if (left <= 0) {
            throw new SocketTimeoutException("deadline exceeded");
        }
        long millis = left == Long.MAX_VALUE ? 0 : 1 + left / NANOS_OF_MILLI;
        socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, millis));
        int read = in.read(into, offset, length);
        hasRead |= read > 0;
        return read;
    }
}
