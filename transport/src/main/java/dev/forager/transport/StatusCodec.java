// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import dev.forager.pipeline.RpcStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * {@code google.rpc.Status} with its {@code RetryInfo} detail as protobuf and JSON (<a
 * href="https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto">definition</a>).
 * Other details are skipped.
 */
public final class StatusCodec {
    private static final String RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo";
    private static final String HEX = "0123456789abcdef";

    /** Wire tags: field number and type. */
    private static final int CODE = 0x08;

    private static final int MESSAGE = 0x12;
    private static final int DETAILS = 0x1a;
    private static final int TYPE_URL = 0x0a;
    private static final int VALUE = 0x12;
    private static final int RETRY_DELAY = 0x0a;
    private static final int SECONDS = 0x08;
    private static final int NANOS = 0x10;

    private StatusCodec() {}

    /** The status as protobuf. */
    public static byte[] toProtobuf(RpcStatus status) {
        var out = new ByteArrayOutputStream(64);
        number(out, CODE, status.code());
        bytes(out, MESSAGE, status.message().getBytes(StandardCharsets.UTF_8));
        Duration delay = status.retryDelay();
        if (delay != null) {
            var duration = new ByteArrayOutputStream(16);
            number(duration, SECONDS, delay.toSeconds());
            number(duration, NANOS, delay.toNanosPart());
            var info = new ByteArrayOutputStream(20);
            message(info, RETRY_DELAY, duration.toByteArray());
            var any = new ByteArrayOutputStream(80);
            bytes(any, TYPE_URL, RETRY_INFO.getBytes(StandardCharsets.US_ASCII));
            message(any, VALUE, info.toByteArray());
            message(out, DETAILS, any.toByteArray());
        }
        return out.toByteArray();
    }

    private static void number(ByteArrayOutputStream out, int tag, long value) {
        if (value != 0) {
            out.write(tag);
            varint(out, value);
        }
    }

    private static void bytes(ByteArrayOutputStream out, int tag, byte[] value) {
        if (value.length > 0) {
            message(out, tag, value);
        }
    }

    private static void message(ByteArrayOutputStream out, int tag, byte[] value) {
        out.write(tag);
        varint(out, value.length);
        out.writeBytes(value);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** The status of protobuf bytes; null when they are none. */
    public static @Nullable RpcStatus ofProtobuf(byte[] bytes) {
        var reader = new Reader(bytes, 0, bytes.length);
        int code = 0;
        String message = "";
        Duration delay = null;
        while (reader.next()) {
            switch (reader.tag) {
                case CODE -> code = (int) reader.number;
                case MESSAGE -> message = reader.text();
                case DETAILS -> {
                    Duration found = retryDelay(reader.nested());
                    delay = found == null ? delay : found;
                }
                default -> {
                    // A field of a later version.
                }
            }
        }
        return reader.failed ? null : new RpcStatus(code, message, delay);
    }

    private static @Nullable Duration retryDelay(Reader any) {
        boolean retryInfo = false;
        Reader info = null;
        while (any.next()) {
            if (any.tag == TYPE_URL) {
                // Only what follows the last slash is the type.
                retryInfo = any.text().endsWith("/google.rpc.RetryInfo");
            } else if (any.tag == VALUE) {
                info = any.nested();
            }
        }
        if (!retryInfo) {
            return null;
        }
        // Also without a delay its presence says that a retry may help.
        return info != null && info.nextIs(RETRY_DELAY) ? duration(info) : Duration.ZERO;
    }

    private static Duration duration(Reader info) {
        Reader duration = info.nested();
        long seconds = 0;
        long nanos = 0;
        while (duration.next()) {
            if (duration.tag == SECONDS) {
                seconds = duration.number;
            } else if (duration.tag == NANOS) {
                nanos = (int) duration.number;
            }
        }
        boolean sound = seconds >= 0 && seconds <= 315_576_000_000L && nanos >= 0;
        return sound ? Duration.ofSeconds(seconds, nanos) : Duration.ZERO;
    }

    /** The status as JSON, in the form of Go's {@code protojson}. */
    public static byte[] toJson(RpcStatus status) {
        var out = new StringBuilder(64 + status.message().length());
        out.append('{');
        if (status.code() != 0) {
            out.append("\"code\":").append(status.code());
        }
        if (!status.message().isEmpty()) {
            out.append(out.length() > 1 ? "," : "").append("\"message\":\"");
            escape(out, status.message());
            out.append('"');
        }
        Duration delay = status.retryDelay();
        if (delay != null) {
            out.append(out.length() > 1 ? "," : "").append("\"details\":[{\"@type\":\"");
            out.append(RETRY_INFO).append("\",\"retryDelay\":\"").append(seconds(delay));
            out.append("s\"}]");
        }
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String seconds(Duration delay) {
        int nanos = delay.toNanosPart();
        if (nanos == 0) {
            return Long.toString(delay.toSeconds());
        }
        String fraction = "%09d".formatted(nanos);
        // protojson writes 3, 6 or 9 digits.
        int digits = nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9;
        return delay.toSeconds() + "." + fraction.substring(0, digits);
    }

    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
    }

    /** Walks the fields of one message. */
    private static final class Reader {
        private final byte[] bytes;
        private final int end;
        private int at;
        private int tag;
        private long number;
        private int start;
        private boolean failed;

        Reader(byte[] bytes, int at, int end) {
            this.bytes = bytes;
            this.at = at;
            this.end = end;
        }

        /** Goes to the next field; false at the end or at a fault. */
        boolean next() {
            if (at >= end || failed) {
                return false;
            }
            tag = (int) varint();
            switch (tag & 7) {
                case 0 -> number = varint();
                case 1 -> skip(8);
                case 2 -> {
                    long length = varint();
                    start = at;
                    skip(length);
                }
                case 5 -> skip(4);
                default -> failed = true;
            }
            return !failed;
        }

        boolean nextIs(int wanted) {
            while (next()) {
                if (tag == wanted) {
                    return true;
                }
            }
            return false;
        }

        Reader nested() {
            return new Reader(bytes, start, at);
        }

        String text() {
            return new String(bytes, start, at - start, StandardCharsets.UTF_8);
        }

        private void skip(long length) {
            if (length < 0 || length > end - at) {
                failed = true;
            } else {
                at += (int) length;
            }
        }

        private long varint() {
            long value = 0;
            for (int shift = 0; shift < 70 && at < end; shift += 7) {
                byte next = bytes[at++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            failed = true;
            return 0;
        }
    }
}
