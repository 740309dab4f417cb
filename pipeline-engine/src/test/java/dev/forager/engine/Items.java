// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.pdata.MalformedTelemetryException;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import java.io.ByteArrayOutputStream;

/** Export requests of so many empty items, written byte by byte: the engine looks at no more. */
public final class Items {
    private Items() {}

    /** Spans. */
    public static Payload spans(int count) {
        return of(Signal.TRACES, count);
    }

    /** Log records. */
    public static Payload logs(int count) {
        return of(Signal.LOGS, count);
    }

    private static Payload of(Signal signal, int count) {
        // resource_spans = 1, its scope_spans = 2, their spans = 2; logs have the same numbers.
        byte[] request = field(1, field(2, repeated(2, count)));
        try {
            return Payload.parse(signal, request, 0, request.length);
        } catch (MalformedTelemetryException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] repeated(int number, int count) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            out.writeBytes(field(number, new byte[0]));
        }
        return out.toByteArray();
    }

    private static byte[] field(int number, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write((number << 3) | 2);
        int length = content.length;
        while (length > 127) {
            out.write((length & 127) | 128);
            length >>>= 7;
        }
        out.write(length);
        out.writeBytes(content);
        return out.toByteArray();
    }
}
