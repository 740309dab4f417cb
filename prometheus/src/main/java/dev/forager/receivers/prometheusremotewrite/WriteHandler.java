// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.pdata.Metrics;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.prometheus.Series;
import dev.forager.transport.codec.ProtoReader.MalformedException;
import dev.forager.transport.server.BodyHandler;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.ReceivedMessage;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Answers requests. What the sender must not repeat is 4xx, what it should is 503: Prometheus drops
 * what it is told 429. In version 2.0 headers say what was taken. Thread-safe.
 */
final class WriteHandler implements BodyHandler {
    private static final String WRITTEN = "x-prometheus-remote-write-%s-written";

    /** A body's metrics take a few times its bytes as long as texts are not said again. */
    private static final int GROWTH = 8;

    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int UNSUPPORTED = 415;
    private static final int UNAVAILABLE = 503;

    private final Consumer next;
    private final Memory memory;
    private final long maxBytes;
    private final WriteMetrics metrics;
    private final Logger log;

    WriteHandler(Consumer next, Memory memory, long maxBody, WriteMetrics metrics, Logger log) {
        this.next = next;
        this.memory = memory;
        this.metrics = metrics;
        this.log = log;
        maxBytes = maxBody > Long.MAX_VALUE / GROWTH ? Long.MAX_VALUE : GROWTH * maxBody;
    }

    /** What was taken. */
    private record Written(long samples, long histograms, long exemplars) {
        static final Written NOTHING = new Written(0, 0, 0);

        static Written of(WriteRequest request) {
            long samples = 0;
            long histograms = 0;
            long exemplars = 0;
            for (Series series : request.series()) {
                samples += series.size();
                histograms += series.histograms().size();
                exemplars += series.exemplars().size();
            }
            return new Written(samples, histograms, exemplars);
        }
    }

    @Override
    public @Nullable Page refusal(Map<String, String> headers) {
        if (WriteVersion.of(headers) != null) {
            return null;
        }
        String type = headers.getOrDefault("content-type", "");
        return type.isEmpty()
                ? Page.text(UNSUPPORTED, "Content-Type header is required\n")
                : Page.text(
                        UNSUPPORTED,
                        ("content type %s is not supported (expected: application/x-protobuf with"
                                        + " proto=prometheus.WriteRequest or"
                                        + " proto=io.prometheus.write.v2.Request)\n")
                                .formatted(type));
    }

    @Override
    public Page answer(Map<String, String> headers, ReceivedMessage body, Context context) {
        WriteVersion version = WriteVersion.of(headers);
        if (version == null) {
            throw new IllegalStateException("refused before: " + headers.get("content-type"));
        }
        WriteRequest request;
        try {
            request =
                    WriteRequestDecoder.decode(
                            version, body.bytes(), body.offset(), body.length(), maxBytes);
        } catch (MalformedException e) {
            metrics.refused("malformed", 1);
            return page(version, BAD_REQUEST, e.getMessage(), Written.NOTHING);
        }
        metrics.dropped(request);
        return handOn(version, request, context);
    }

    private Page handOn(WriteVersion version, WriteRequest request, Context context) {
        Metrics converted = SeriesConverter.convert(request, memory);
        try {
            if (converted.itemCount() > 0) {
                next.consume(converted, context);
            }
        } catch (Retryable later) {
            return later(page(version, UNAVAILABLE, later.getMessage(), Written.NOTHING), later);
        } catch (Permanent never) {
            return page(version, BAD_REQUEST, never.getMessage(), Written.NOTHING);
        } catch (ConsumeException sealed) {
            throw new IllegalStateException(sealed); // There are no other kinds.
        }
        Written written = Written.of(request);
        if (request.problemCount() > 0) {
            log.atWarn()
                    .addKeyValue("error", request.problems())
                    .log("Series of a remote write request are not taken; the others are");
            return page(version, BAD_REQUEST, request.problems(), written);
        }
        return page(version, NO_CONTENT, "", written);
    }

    private static Page later(Page page, Retryable failure) {
        Duration delay = failure.retryAfter();
        long seconds = delay.toSeconds() + (delay.toNanosPart() > 0 ? 1 : 0);
        return seconds > 0 ? page.with("retry-after", Long.toString(seconds)) : page;
    }

    private static Page page(
            WriteVersion version, int status, @Nullable String text, Written written) {
        Page page = status == NO_CONTENT ? Page.empty(status) : Page.text(status, text + "\n");
        return version == WriteVersion.V1
                ? page
                : page.with(WRITTEN.formatted("samples"), Long.toString(written.samples))
                        .with(WRITTEN.formatted("histograms"), Long.toString(written.histograms))
                        .with(WRITTEN.formatted("exemplars"), Long.toString(written.exemplars));
    }
}
