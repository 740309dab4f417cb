// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import dev.forager.receivers.prometheus.config.ScrapeProtocol;
import dev.forager.transport.client.HttpGetter;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.DecodeException;
import dev.forager.transport.codec.DecodeLimits;
import dev.forager.transport.codec.Decoded;
import dev.forager.transport.codec.Decompressor;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gets the expositions of one job's targets, within limits of size, time and memory. Thread-safe.
 */
final class BodyFetcher {
    /** Where the job has no limit: what comes is text, and is held at once. Chosen. */
    private static final int MOST_BYTES = 512 * 1024 * 1024;

    /** What packing may add to a small body. Chosen. */
    private static final int MOST_OVERHEAD = 4096;

    private static final int OK = 200;
    private static final String TOO_LARGE = "body size limit exceeded";

    private final HttpAccess client;
    private final String userAgent;
    private final Map<String, String> fixed;
    private final int maxBytes;

    /** The limit is about what is unpacked; what is small may be larger when it is packed. */
    private final int maxWireBytes;

    private volatile @Nullable Headers last;

    private record Headers(Duration timeout, Map<String, String> values) {}

    BodyFetcher(ScrapeJob job, HttpAccess client, String userAgent) {
        this.client = client;
        this.userAgent = userAgent;
        long limit = job.limits().bodyBytes();
        maxBytes = limit == 0 ? MOST_BYTES : (int) Math.min(limit, MOST_BYTES);
        maxWireBytes = maxBytes + maxBytes / 8 + MOST_OVERHEAD;
        fixed =
                Map.of(
                        "Accept",
                        ScrapeProtocol.accept(job.protocols(), job.escaping()),
                        "Accept-Encoding",
                        job.config().enableCompression() ? "gzip" : "identity");
    }

    /**
     * The exposition of a target.
     *
     * @param memory grows with what is held, and holds the exposition alone in the end; the caller
     *     gives it back
     */
    Body fetch(Target target, MemoryBudget.Reservation memory) throws ScrapeException {
        var room = new Room(memory);
        try {
            Body body = fetch(target, room);
            memory.shrinkTo(body.length());
            return body;
        } catch (ScrapeException e) {
            throw room.isShort ? Room.refusal() : e;
        }
    }

    /** Memory for a body, which knows whether there was too little. */
    private static final class Room {
        private final MemoryBudget.Reservation memory;
        private boolean isShort;

        Room(MemoryBudget.Reservation memory) {
            this.memory = memory;
        }

        boolean growTo(long bytes) {
            isShort |= !memory.growTo(bytes);
            return !isShort;
        }

        static ScrapeException refusal() {
            return new ScrapeException(
                    "exposition does not fit into memory (expected: a body_size_limit, or more"
                            + " memory)");
        }
    }

    private Body fetch(Target target, Room room) throws ScrapeException {
        try {
            HttpGetter.Reply reply =
                    client.get(
                            target.url(),
                            userAgent,
                            headers(target.timeout()),
                            new HttpGetter.Limits(maxWireBytes, room::growTo),
                            Deadline.after(target.timeout()));
            if (reply.status() != OK) {
                throw new ScrapeException("server returned HTTP status " + reply.statusText());
            }
            return decoded(checked(reply), room);
        } catch (IOException e) {
            throw new ScrapeException(String.valueOf(e.getMessage()));
        }
    }

    /** Most targets of a job have the same timeout, so that what they share is made once. */
    private Map<String, String> headers(Duration timeout) {
        Headers before = last;
        if (before == null || !before.timeout.equals(timeout)) {
            Map<String, String> values = new LinkedHashMap<>(fixed);
            values.put(
                    "X-Prometheus-Scrape-Timeout-Seconds",
                    BigDecimal.valueOf(timeout.toMillis(), 3).stripTrailingZeros().toPlainString());
            before = new Headers(timeout, values);
            last = before;
        }
        return before.values;
    }

    private static HttpGetter.Reply checked(HttpGetter.Reply reply) throws ScrapeException {
        String cut = reply.cut();
        if (cut == null) {
            return reply;
        }
        throw cut.isEmpty()
                ? new ScrapeException(TOO_LARGE, true)
                : new ScrapeException("unexpected EOF: " + cut);
    }

    private Body decoded(HttpGetter.Reply reply, Room room) throws ScrapeException {
        byte[] wire = reply.body();
        if (!reply.contentEncoding().equals("gzip")) {
            if (wire.length >= maxBytes) {
                throw new ScrapeException(TOO_LARGE, true);
            }
            return new Body(wire, 0, wire.length, reply.contentType());
        }
        try {
            Decoded plain =
                    Decompressor.decompress(
                            Compression.GZIP,
                            wire,
                            0,
                            wire.length,
                            new DecodeLimits(
                                    maxBytes - 1, 0, total -> room.growTo(wire.length + total)));
            return new Body(plain.array(), plain.offset(), plain.length(), reply.contentType());
        } catch (DecodeException e) {
            throw e.reason() == DecodeException.Reason.TOO_LARGE
                    ? new ScrapeException(TOO_LARGE, true)
                    : new ScrapeException(String.valueOf(e.getMessage()));
        }
    }
}
