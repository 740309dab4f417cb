// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import com.github.luben.zstd.Zstd;
import dev.forager.pdata.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * One request ready to be sent: the message with five bytes of gRPC prefix in front, or the message
 * alone for HTTP. Without a codec each sending gets new identities in place ({@link #renew}); with
 * one the body was packed beforehand and its identities come again. Spans get new traces as well.
 * Confined to the generator's event loop.
 */
final class Body {
    private static final int PREFIX = 5;
    private static final int ZSTD_LEVEL = 3;

    /**
     * From a trace id to the span id behind it: 16 bytes, then tag and length of the next field.
     */
    private static final int FROM_TRACE_TO_SPAN_ID = 18;

    private final byte[] plain;
    private final byte[] wire;
    private final int[] identityOffsets;
    private final boolean packed;
    private final boolean isOfSpans;
    private Identities identities;

    private Body(
            Signal signal,
            byte[] plain,
            byte[] wire,
            int[] offsets,
            boolean packed,
            Identities identities) {
        this.isOfSpans = signal == Signal.TRACES;
        this.plain = plain;
        this.wire = wire;
        this.identityOffsets = offsets;
        this.packed = packed;
        this.identities = identities;
    }

    /** A body of the scenario's shape; the seed decides its content. */
    static Body of(Scenario scenario, long seed) {
        byte[] message =
                new Shapes(seed, scenario.isRemoteWrite())
                        .request(scenario.signal(), scenario.batch())
                        .toByteArray();
        byte[] plain = scenario.http() ? message : framed(message, false);
        if (scenario.isRemoteWrite()) {
            var samples = new Identities(RemoteWriteSamples.expected(message), 0, 0);
            return new Body(scenario.signal(), plain, plain, new int[0], true, samples);
        }
        int from = scenario.http() ? 0 : PREFIX;
        var offsets = new java.util.ArrayList<Integer>();
        ItemWalk.walk(plain, from, plain.length, scenario.signal(), offsets::add);
        var ids = ItemWalk.identities(plain, from, plain.length, scenario.signal());
        int[] array = offsets.stream().mapToInt(Integer::intValue).toArray();
        if (scenario.codec().equals("none")) {
            return new Body(scenario.signal(), plain, plain, array, false, ids);
        }
        byte[] small = compress(message, scenario.codec());
        return new Body(
                scenario.signal(),
                plain,
                scenario.http() ? small : framed(small, true),
                array,
                true,
                ids);
    }

    /**
     * Gives every item an identity that follows from {@code sending}; no effect on packed bodies.
     */
    void renew(long sending) {
        if (packed) {
            return;
        }
        Identities fresh = Identities.NONE;
        long first = sending * identityOffsets.length;
        for (int i = 0; i < identityOffsets.length; i++) {
            long identity = Identities.mix(first + i + 1);
            ItemWalk.putLong(plain, identityOffsets[i], identity);
            if (isOfSpans) {
                long trace = Identities.mix(~(first + i - i % Shapes.SPANS_PER_TRACE));
                ItemWalk.putLong(plain, identityOffsets[i] - FROM_TRACE_TO_SPAN_ID, trace);
            }
            fresh = fresh.plus(identity);
        }
        identities = fresh;
    }

    /**
     * What goes on the wire. Copied by the caller where it is renewed before it has been written.
     */
    byte[] wire() {
        return wire;
    }

    /** The message before packing, without a prefix. */
    byte[] message(Signal signal, boolean http) {
        int from = http ? 0 : PREFIX;
        return java.util.Arrays.copyOfRange(plain, from, plain.length);
    }

    Identities identities() {
        return identities;
    }

    int items() {
        return identityOffsets.length;
    }

    private static byte[] compress(byte[] message, String codec) {
        if (codec.equals("zstd")) {
            return Zstd.compress(message, ZSTD_LEVEL);
        }
        var out = new ByteArrayOutputStream(message.length / 2);
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] framed(byte[] message, boolean compressed) {
        byte[] frame = new byte[message.length + PREFIX];
        frame[0] = (byte) (compressed ? 1 : 0);
        for (int i = 0; i < 4; i++) {
            frame[1 + i] = (byte) (message.length >>> (8 * (3 - i)));
        }
        System.arraycopy(message, 0, frame, PREFIX, message.length);
        return frame;
    }
}
