// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;

/**
 * Reads one answer of HTTP/1.1 (<a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>) up
 * to a limit of bytes; what comes beyond is not read. Confined to one thread.
 */
final class PlainAnswer {
    /** Most that a server may send as headers or trailers, as for other clients. */
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private static final int FIRST_BYTES = 64 * 1024;
    private static final int MAX_CHUNK_LINE = 4096;
    private static final long ENDLESS = -1;
    private static final byte[] EMPTY = {};

    private final SocketReader in;
    private final int maxBytes;
    private final LongPredicate growth;
    private byte[] body = EMPTY;
    private int length;
    private boolean isTooLong;
    private boolean isReusable;

    PlainAnswer(SocketReader in, int maxBytes, LongPredicate growth) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.growth = growth;
    }

    /** Whether the connection may serve another request. */
    boolean isReusable() {
        return isReusable && in.isEmpty();
    }

    /**
     * The answer.
     *
     * @throws IOException when none came; a body that is cut off is an answer
     */
    Answer read() throws IOException {
        String status = in.line(MAX_HEADER_BYTES);
        ResponseHeaders headers = head(status);
        while (headers.status().isInformational()) {
            status = in.line(MAX_HEADER_BYTES);
            headers = head(status);
        }
        boolean staysOpen = staysOpen(status.startsWith("HTTP/1.1"), headers);
        try {
            boolean isDelimited = readBody(headers);
            isReusable = staysOpen && isDelimited && !isTooLong;
            return new Answer(headers, exact(), HttpHeaders.of(), !isTooLong, null);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException | IllegalStateException e) {
            return new Answer(headers, exact(), HttpHeaders.of(), false, e);
        }
    }

    private ResponseHeaders head(String status) throws IOException {
        if (!status.matches("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?")) {
            throw new ProtocolException("malformed HTTP response \"%s\"".formatted(status));
        }
        int code = Integer.parseInt(status.substring(9, 12));
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.valueOf(code));
        int left = MAX_HEADER_BYTES;
        for (String line = in.line(left); !line.isEmpty(); line = in.line(left)) {
            left -= line.length();
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new ProtocolException("malformed MIME header line: " + line);
            }
            try {
                headers.add(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            } catch (IllegalArgumentException e) {
                throw (IOException)
                        new ProtocolException("malformed MIME header line: " + line).initCause(e);
            }
        }
        return headers.build();
    }

    private static boolean staysOpen(boolean isCurrent, ResponseHeaders headers) {
        String connection = headers.get(HttpHeaderNames.CONNECTION, "").toLowerCase(Locale.ROOT);
        return isCurrent ? !connection.contains("close") : connection.contains("keep-alive");
    }

    /** True when the body's end was said, and not just the end of the connection. */
    private boolean readBody(ResponseHeaders headers) throws IOException {
        if (headers.status().isContentAlwaysEmpty()) {
            return true;
        }
        String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        if (coding != null) {
            if (!coding.equalsIgnoreCase("chunked")) {
                throw new ProtocolException("unsupported transfer encoding: " + coding);
            }
            readChunks();
            return true;
        }
        long said = contentLength(headers.getAll(HttpHeaderNames.CONTENT_LENGTH));
        take(said);
        return said != ENDLESS;
    }

    private static long contentLength(List<String> values) throws IOException {
        if (values.isEmpty()) {
            return ENDLESS;
        }
        String text = values.getFirst();
        if (new HashSet<>(values).size() > 1 || !text.matches("[0-9]{1,18}")) {
            throw new ProtocolException("bad Content-Length " + values);
        }
        return Long.parseLong(text);
    }

    private void readChunks() throws IOException {
        while (!isTooLong) {
            String line = in.line(MAX_CHUNK_LINE);
            int end = line.indexOf(';');
            String size = (end < 0 ? line : line.substring(0, end)).strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new ProtocolException("invalid byte in chunk length");
            }
            long bytes = Long.parseLong(size, 16);
            if (bytes == 0) {
                passTrailers();
                return;
            }
            take(bytes);
            if (!isTooLong && !in.line(MAX_CHUNK_LINE).isEmpty()) {
                throw new ProtocolException("malformed chunked encoding");
            }
        }
    }

    private void passTrailers() throws IOException {
        int left = MAX_HEADER_BYTES;
        for (String line = in.line(left); !line.isEmpty(); line = in.line(left)) {
            left -= line.length();
        }
    }

    /** As many bytes of the body, or all that come. */
    private void take(long bytes) throws IOException {
        long wanted = bytes == ENDLESS ? Long.MAX_VALUE : length + bytes;
        while (length < wanted) {
            if (length == maxBytes) {
                isTooLong = !isAtEnd(bytes);
                return;
            }
            int room = room(wanted);
            int read = in.read(body, length, room);
            if (read < 0) {
                if (bytes == ENDLESS) {
                    return;
                }
                throw new EOFException("the connection ended in the middle of the body");
            }
            length += read;
        }
    }

    /** Without a length only the end itself tells that nothing is left. */
    private boolean isAtEnd(long bytes) throws IOException {
        return bytes == ENDLESS && in.read(new byte[1], 0, 1) < 0;
    }

    private int room(long wanted) {
        if (length == body.length) {
            long doubled = Math.max(FIRST_BYTES, 2L * length);
            int capacity = (int) Math.min(maxBytes, Math.min(wanted, doubled));
            if (!growth.test(capacity)) {
                throw new IllegalStateException("no memory for the answer");
            }
            body = Arrays.copyOf(body, capacity);
        }
        return (int) Math.min(wanted - length, body.length - length);
    }

    private byte[] exact() {
        return body.length == length ? body : Arrays.copyOf(body, length);
    }
}
