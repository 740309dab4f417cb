// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Immutable OTLP bytes of one signal, validated. Thread-safe: the only form of telemetry that
 * crosses a thread, waits in a queue, or is kept. Several payloads joined are a list of segments,
 * since concatenated export requests are one export request.
 */
public final class Payload {
    private static final Map<Signal, Payload> EMPTY = new EnumMap<>(Signal.class);

    static {
        for (Signal signal : Signal.values()) {
            EMPTY.put(signal, new Payload(signal, List.of(), 0, 0, 0, null));
        }
    }

    private final Signal signal;
    private final List<Segment> segments;
    private final int itemCount;
    private final int byteSize;
    private final int mendedStrings;
    private final @Nullable WireBody received;

    Payload(
            Signal signal,
            List<Segment> segments,
            int itemCount,
            int byteSize,
            int mendedStrings,
            @Nullable WireBody received) {
        this.signal = signal;
        this.segments = segments;
        this.itemCount = itemCount;
        this.byteSize = byteSize;
        this.mendedStrings = mendedStrings;
        this.received = received;
    }

    /** No items. */
    public static Payload empty(Signal signal) {
        return requireNonNull(EMPTY.get(signal));
    }

    /**
     * Takes an export request from outside: checks its structure and counts its items in one pass,
     * and mends strings that are no UTF-8; attributes of profiles have to refer to strings that are
     * there. The array becomes the payload's and must not be written to any more.
     *
     * @throws MalformedTelemetryException if the bytes are no request of that signal
     */
    public static Payload parse(Signal signal, byte[] bytes, int offset, int length)
            throws MalformedTelemetryException {
        Payload payload = scanned(signal, bytes, offset, length);
        if (signal == Signal.PROFILES) {
            ProfilesReferences.check(payload);
        }
        return payload;
    }

    private static Payload scanned(Signal signal, byte[] bytes, int offset, int length)
            throws MalformedTelemetryException {
        WireValidator.Scan scan = WireValidator.scan(signal, bytes, offset, length);
        if (scan.invalidStrings() == 0) {
            return of(signal, bytes, offset, length, scan.items(), 0);
        }
        WireMender.Mended mended = WireMender.mend(signal, bytes, offset, length);
        int size = mended.bytes().length;
        return of(signal, mended.bytes(), 0, size, scan.items(), mended.strings());
    }

    /**
     * Takes an export request that the caller encoded itself, of as many items as it says: nothing
     * is checked, where {@link #parse} would read it all once more. The array becomes the payload's
     * and must not be written to any more.
     */
    public static Payload encoded(Signal signal, byte[] bytes, int items) {
        return sealed(signal, bytes, items);
    }

    static Payload sealed(Signal signal, byte[] bytes, int items) {
        return of(signal, bytes, 0, bytes.length, items, 0);
    }

    private static Payload of(
            Signal signal, byte[] bytes, int offset, int length, int items, int mended) {
        return length == 0
                ? empty(signal)
                : new Payload(
                        signal,
                        List.of(new Segment(bytes, offset, length)),
                        items,
                        length,
                        mended,
                        null);
    }

    /** The signal of every item in this payload. */
    public Signal signal() {
        return signal;
    }

    /** Number of spans, data points, log records or profile samples. */
    public int itemCount() {
        return itemCount;
    }

    /** Bytes of the export request. */
    public int byteSize() {
        return byteSize;
    }

    /** Strings that came with ill-formed UTF-8 and were mended; only after {@link #parse}. */
    public int mendedStrings() {
        return mendedStrings;
    }

    /** The same bytes, of which so many strings were mended before. */
    Payload withMended(int strings) {
        return new Payload(signal, segments, itemCount, byteSize, strings, received);
    }

    /** A new handle on the same bytes; nothing is decoded yet. */
    public Telemetry open() {
        return switch (signal) {
            case TRACES -> new Traces(this);
            case METRICS -> new Metrics(this);
            case LOGS -> new Logs(this);
            case PROFILES -> new Profiles(this);
        };
    }

    /**
     * This payload with the compressed body it came in, for exporters that can send that again. A
     * payload that was mended stays without: its body is no longer what it says.
     */
    public Payload withReceived(WireBody body) {
        if (mendedStrings > 0) {
            return this;
        }
        return new Payload(
                signal, segments, itemCount, byteSize, mendedStrings, requireNonNull(body, "body"));
    }

    /** The compressed body this payload came in, if it came in one and nothing changed since. */
    public @Nullable WireBody received() {
        return received;
    }

    /**
     * One payload of all parts, in their order, without copying: the segments are listed. Profiles
     * refer to their request's dictionary by index and have to be encoded anew if dictionaries
     * differ. A compressed body that a part came in is dropped, unless it is the only one.
     *
     * @throws IllegalArgumentException if there is no part, or parts of several signals
     * @throws ArithmeticException if the result has 2 GiB or more
     */
    public static Payload concat(List<Payload> parts) {
        List<Payload> filled = parts.stream().filter(part -> part.byteSize > 0).toList();
        if (parts.isEmpty()
                || parts.stream().anyMatch(part -> part.signal != parts.getFirst().signal)) {
            throw new IllegalArgumentException(
                    "parts: %s (expected: one or more of one signal)".formatted(parts));
        }
        if (filled.size() < 2) {
            return filled.isEmpty() ? parts.getFirst() : filled.getFirst();
        }
        return parts.getFirst().signal == Signal.PROFILES
                ? ProfilesJoin.join(filled)
                : list(filled);
    }

    private static Payload list(List<Payload> parts) {
        List<Segment> segments = new ArrayList<>();
        int items = 0;
        int bytes = 0;
        for (Payload part : parts) {
            segments.addAll(part.segments);
            items = Math.addExact(items, part.itemCount);
            bytes = Math.addExact(bytes, part.byteSize);
        }
        Signal signal = parts.getFirst().signal;
        return new Payload(signal, List.copyOf(segments), items, bytes, 0, null);
    }

    /**
     * Parts of at most {@code max} by that measure, in their order, cut between items; the
     * resource, scope and metric around a cut stand in the parts on both sides. A single item that
     * is larger makes a part of its own. Metrics are cut between data points, profiles between
     * profiles (their items, the samples, are not divided).
     *
     * @throws IllegalArgumentException if {@code max} is below 1
     */
    public List<Payload> split(Sizer sizer, long max) {
        if (max < 1) {
            throw new IllegalArgumentException("max: %d (expected: >= 1)".formatted(max));
        }
        return sizer.sizeOf(this) <= max ? List.of(this) : PayloadSplitter.split(this, sizer, max);
    }

    /** Bytes of memory that this payload keeps alive, the compressed body it came in included. */
    public long memoryBytes() {
        long bytes = received == null ? 0 : received.bytes().length;
        byte[] last = null;
        for (Segment segment : segments) {
            // Slices of one array follow each other, if there are any.
            if (!isSame(last, segment.buffer())) {
                bytes += segment.buffer().length;
            }
            last = segment.buffer();
        }
        return bytes;
    }

    @SuppressWarnings("ReferenceEquality") // asks for the very same array
    private static boolean isSame(byte @Nullable [] first, byte[] second) {
        return first == second;
    }

    /** Hands out the bytes in order; joined they are the export request. */
    public void forEachSegment(SegmentConsumer out) {
        for (Segment segment : segments) {
            out.accept(segment.buffer(), segment.offset(), segment.length());
        }
    }

    /** The export request in a fresh array. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[byteSize];
        int at = 0;
        for (Segment segment : segments) {
            at = FieldWriter.putRange(bytes, at, segment.buffer(), segment.offset(), segment.end());
        }
        return bytes;
    }

    List<Segment> segments() {
        return segments;
    }

    void readInto(Message root) {
        if (segments.size() == 1) {
            Segment only = segments.getFirst();
            root.open(only.buffer(), only.offset(), only.end());
            return;
        }
        for (Segment segment : segments) {
            root.merge(segment.buffer(), segment.offset(), segment.end());
        }
    }

    @Override
    public String toString() {
        return "Payload[%s, %d items, %d bytes]".formatted(signal, itemCount, byteSize);
    }
}
