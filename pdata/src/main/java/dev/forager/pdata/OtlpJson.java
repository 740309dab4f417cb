// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * OTLP/JSON to protobuf and back, by the rules of <a
 * href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP</a>. Stateless.
 *
 * <h2>Reading</h2>
 *
 * Field names in lowerCamelCase or snake_case; trace, span and profile ids in hexadecimal of either
 * case and of the full length, or empty; bytes in base64 of either alphabet, padded or not;
 * integers as numbers or strings, with an exponent or a zero fraction too, but exact and in range;
 * enums as numbers or names; doubles as numbers or strings, {@code NaN} and infinities as strings.
 * {@code null} is absent, in a list of messages an empty one. Unknown fields are ignored. Of a
 * field that repeats, the last value wins, lists are joined and messages merged. A surrogate
 * without its partner and bytes that are no UTF-8 become U+FFFD.
 *
 * <p>Malformed are: an empty body, another value than an object or {@code null}, anything behind
 * it, a byte order mark, UTF-16, values nested deeper than 100, JSON deeper than 500, numbers of
 * more than 1000 characters.
 *
 * <h2>Writing</h2>
 *
 * Byte for byte what the Go collector writes: lowerCamelCase in the order of the .proto files,
 * 64-bit integers as strings, enums as numbers, zero values left out unless the field has presence,
 * and a few messages ({@code resource}, {@code scope}, {@code status}, {@code body}, {@code value})
 * always there.
 */
public final class OtlpJson {
    private OtlpJson() {}

    /**
     * Decodes a request from JSON.
     *
     * @return the bytes of the export request, which are valid
     * @throws MalformedTelemetryException if the range is no such request; the text names the place
     */
    public static byte[] toProtobuf(Signal signal, byte[] bytes, int offset, int length)
            throws MalformedTelemetryException {
        Objects.requireNonNull(signal, "signal");
        Objects.checkFromIndexSize(offset, length, bytes.length);
        rejectOtherEncodings(bytes, offset, length);
        if (Utf8.isValid(bytes, offset, offset + length)) {
            return JsonDecoder.decode(signal, bytes, offset, length);
        }
        byte[] mended = Utf8.mend(bytes, offset, offset + length);
        return JsonDecoder.decode(signal, mended, 0, mended.length);
    }

    /**
     * Takes an export request in JSON from outside, as {@link Payload#parse} does one in protobuf.
     * Its {@link Payload#mendedStrings} are those that held bytes that are no UTF-8.
     *
     * @throws MalformedTelemetryException if the range is no such request; the text names the place
     */
    public static Payload toPayload(Signal signal, byte[] bytes, int offset, int length)
            throws MalformedTelemetryException {
        byte[] protobuf = toProtobuf(signal, bytes, offset, length);
        Payload payload = Payload.parse(signal, protobuf, 0, protobuf.length);
        int end = offset + length;
        return Utf8.isValid(bytes, offset, end)
                ? payload
                : payload.withMended(Utf8.illFormedJsonStrings(bytes, offset, end));
    }

    /** The payload's export request as JSON in UTF-8, in a fresh array. */
    public static byte[] toJson(Payload payload) {
        Segment request = joined(payload);
        return JsonEncoder.encode(
                payload.signal(), request.buffer(), request.offset(), request.length());
    }

    /**
     * Writes the payload's export request as JSON in UTF-8, in pieces of about 64 KiB. The stream
     * is neither flushed nor closed.
     *
     * @throws IOException if the stream does
     */
    public static void toJson(Payload payload, OutputStream out) throws IOException {
        Segment request = joined(payload);
        JsonEncoder.encode(
                payload.signal(), request.buffer(), request.offset(), request.length(), out);
    }

    /** One range: a message may repeat its singular fields in the segments, and JSON may not. */
    private static Segment joined(Payload payload) {
        if (payload.segments().size() == 1) {
            return payload.segments().getFirst();
        }
        byte[] bytes = payload.toByteArray();
        return new Segment(bytes, 0, bytes.length);
    }

    /**
     * Encodes a valid request, as {@link WireValidator} accepts and {@link WireMender} mends it.
     *
     * @return the JSON text in UTF-8
     */
    static byte[] toJson(Signal signal, byte[] bytes, int offset, int length) {
        return JsonEncoder.encode(signal, bytes, offset, length);
    }

    /** Jackson would detect and accept these; RFC 8259 section 8.1 asks for plain UTF-8. */
    private static void rejectOtherEncodings(byte[] bytes, int offset, int length)
            throws MalformedTelemetryException {
        for (int i = offset; i < offset + Math.min(length, 4); i++) {
            int b = bytes[i] & 0xff;
            if (b == 0 || (i == offset && b >= 0x80)) {
                throw new MalformedTelemetryException(
                        "ReadObject: expect { or , or } or n, but found "
                                + (b == 0 ? "\0" : "a byte order mark or no UTF-8"),
                        i - offset);
            }
        }
    }
}
