// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.forager.exporters.prometheusremotewrite.Outbound.MetadataPart;
import dev.forager.exporters.prometheusremotewrite.Outbound.Part;
import dev.forager.exporters.prometheusremotewrite.Outbound.SeriesPart;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.RpcStatus;
import dev.forager.prometheus.ProtoBuffer;
import dev.forager.prometheus.Series;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.client.HttpOutcome;
import dev.forager.transport.client.HttpSender;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Sends one part and says what the answer means. A receiver that does not know remote write 2.0 is
 * spoken to in 1.0, until 2.0 is tried again. Thread-safe.
 */
final class PartSender {
    private static final String WRITTEN = "x-prometheus-remote-write-%s-written";
    private static final int MAX_TEXT = 1024;

    /** Longest buffer that is kept: chosen, above the bodies of the default size. */
    private static final int MOST_KEPT_BYTES = 4 << 20;

    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL_ERROR = 500;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpSender sender;
    private final RemoteWriteMetrics metrics;
    private final List<String> metadataKeys;
    private final boolean namesAreEscaped;
    private final Duration timeout;
    private final Logger log;
    private final Compressor snappy = Compressor.of(Compression.SNAPPY, Compressor.DEFAULT_LEVEL);

    /** Buffers for reuse: as many as can be in use at once, unless threads are preempted. */
    private final Queue<ProtoBuffer> buffers =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

    private final SpokenMessage message;
    private final RefusedSamples refused = new RefusedSamples();

    PartSender(
            HttpSender sender,
            PrometheusRemoteWriteExporterConfig config,
            RemoteWriteMetrics metrics,
            LongSupplier nanoTime,
            Logger log) {
        this.sender = sender;
        this.metrics = metrics;
        this.log = log;
        metadataKeys = config.includeMetadataKeys();
        namesAreEscaped = config.strategy().isEscaping();
        timeout = config.attemptTimeout();
        message = new SpokenMessage(config.protobufMessage(), nanoTime);
    }

    /**
     * Sends a part. Where a receiver took nothing of it for some of its samples, answers what is to
     * be sent instead, one after the other; mostly nothing.
     *
     * @throws Retryable when it may be taken later
     * @throws Permanent when the receiver never will
     */
    List<SeriesPart> send(Part part, Context context) throws ConsumeException {
        RemoteWriteMessage spoken =
                part instanceof MetadataPart ? RemoteWriteMessage.V1 : message.next();
        HttpOutcome answer = post(spoken, part, context);
        if (spoken == RemoteWriteMessage.V2 && isForeign(answer)) {
            fallBack(answer);
            spoken = RemoteWriteMessage.V1;
            answer = post(spoken, part, context);
        } else if (spoken == RemoteWriteMessage.V2 && isSuccess(answer) && message.isKnown()) {
            log.info("{}: remote write 2.0 is spoken again", sender.target());
        }
        if (isSuccess(answer)) {
            refused.noteTaken();
        } else if (part instanceof SeriesPart(List<Series> series)
                && isForSamples(spoken, answer)) {
            List<SeriesPart> pieces = refused.cut(series, said(answer.body()));
            if (!pieces.isEmpty()) {
                return pieces;
            }
        }
        judge(spoken, part, answer);
        return List.of();
    }

    /** With 2.0 a receiver that answers 400 took the rest. */
    private static boolean isForSamples(RemoteWriteMessage spoken, HttpOutcome answer) {
        boolean tookNothing =
                answer.status() == INTERNAL_ERROR
                        || (answer.status() == BAD_REQUEST && spoken == RemoteWriteMessage.V1);
        return tookNothing && RefusedSamples.isMeantBy(said(answer.body()));
    }

    private HttpOutcome post(RemoteWriteMessage spoken, Part part, Context context)
            throws ConsumeException {
        byte[] packed = packed(spoken, part);
        metrics.sent();
        Context limited =
                timeout.isZero() ? context : context.withDeadline(Deadline.after(timeout));
        try {
            return sender.exchange(
                    new HttpData[] {HttpData.wrap(packed)}, headers(spoken, context), limited);
        } catch (IllegalArgumentException header) {
            throw new Permanent("include_metadata_keys: " + header.getMessage(), null, header);
        }
    }

    /** What encoding needs goes back before the answer is waited for. */
    private byte[] packed(RemoteWriteMessage spoken, Part part) {
        ProtoBuffer idle = buffers.poll();
        ProtoBuffer body = idle == null ? new ProtoBuffer() : idle;
        switch (part) {
            case SeriesPart series -> RequestEncoder.encode(spoken, series.series(), body);
            case MetadataPart metadata -> RequestEncoder.encodeMetadata(metadata.families(), body);
        }
        byte[] packed = snappy.compress(body.array(), 0, body.size(), 0);
        if (body.array().length <= MOST_KEPT_BYTES) {
            body.clear();
            buffers.offer(body);
        }
        return packed;
    }

    private Map<String, String> headers(RemoteWriteMessage spoken, Context context) {
        if (metadataKeys.isEmpty()) {
            return spoken.headers();
        }
        var headers = new HashMap<>(spoken.headers());
        for (String key : metadataKeys) {
            List<String> values = context.client().metadata().get(key);
            if (!values.isEmpty()) {
                headers.put(key.toLowerCase(Locale.ROOT), String.join(",", values));
            }
        }
        return headers;
    }

    /**
     * Whether an answer is that of a receiver without remote write 2.0. Those that look at the
     * content type say 415; others see an empty message of 1.0, take it, and store nothing: the
     * specification wants the headers, so that this is seen.
     */
    private static boolean isForeign(HttpOutcome answer) {
        return answer.status() == UNSUPPORTED_MEDIA_TYPE
                || (isSuccess(answer) && !saysWritten(answer.headers()));
    }

    private static boolean isSuccess(HttpOutcome answer) {
        return answer.status() / 100 == 2;
    }

    private static boolean saysWritten(ResponseHeaders headers) {
        return headers.contains(WRITTEN.formatted("samples"))
                || headers.contains(WRITTEN.formatted("histograms"))
                || headers.contains(WRITTEN.formatted("exemplars"));
    }

    private void fallBack(HttpOutcome answer) throws Permanent {
        String text =
                "%s does not know remote write 2.0 (HTTP Status Code %d%s)"
                        .formatted(
                                sender.target(),
                                answer.status(),
                                isSuccess(answer) ? " without written headers" : "");
        if (!namesAreEscaped) {
            throw new Permanent(
                    text
                            + ", and remote write 1.0 cannot carry UTF-8 names: set"
                            + " translation_strategy: UnderscoreEscapingWithSuffixes");
        }
        if (message.fellBack()) {
            log.warn(
                    "{}: remote write 1.0 is spoken, and 2.0 tried again every {} minutes",
                    text,
                    SpokenMessage.PAUSE.toMinutes());
        }
    }

    private void judge(RemoteWriteMessage spoken, Part part, HttpOutcome answer)
            throws ConsumeException {
        int status = answer.status();
        long rejected = samples(part);
        if (spoken == RemoteWriteMessage.V2) {
            rejected = Math.max(0, rejected - written(answer.headers()));
        } else if (isSuccess(answer)) {
            rejected = 0;
        }
        boolean isRetryable = isRetryable(answer);
        if (rejected > 0 && !isRetryable) {
            metrics.rejected(String.valueOf(status), rejected);
        }
        if (isSuccess(answer)) {
            if (rejected > 0) {
                log.warn("{} wrote {} samples less than it was sent", sender.target(), rejected);
            }
            return;
        }
        throw failure(answer, isRetryable);
    }

    private static boolean isRetryable(HttpOutcome answer) {
        if (answer.status() == INTERNAL_ERROR) {
            return !RefusedSamples.isMeantBy(said(answer.body()));
        }
        return answer.status() > INTERNAL_ERROR || answer.status() == TOO_MANY_REQUESTS;
    }

    private ConsumeException failure(HttpOutcome answer, boolean isRetryable) {
        int status = answer.status();
        String text =
                "remote write request to %s failed with HTTP Status Code %d%s"
                        .formatted(sender.target(), status, said(answer.body()));
        Duration delay = answer.retryAfter();
        var downstream = new RpcStatus(StatusMapping.grpcCode(status), text, delay);
        return isRetryable
                ? new Retryable(text, delay == null ? Duration.ZERO : delay, downstream, null)
                : new Permanent(text, downstream, null);
    }

    /** The receiver's own words, of which the first are enough. */
    private static String said(byte[] body) {
        int length = Math.min(body.length, MAX_TEXT);
        String text = new String(body, 0, length, StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text;
    }

    private static long samples(Part part) {
        long samples = 0;
        if (part instanceof SeriesPart sent) {
            for (Series each : sent.series()) {
                samples += each.size() + each.histograms().size();
            }
        }
        return samples;
    }

    private long written(ResponseHeaders headers) {
        long samples = count(headers, "samples");
        long histograms = count(headers, "histograms");
        metrics.written(samples, histograms, count(headers, "exemplars"));
        return samples + histograms;
    }

    private static long count(ResponseHeaders headers, String what) {
        String text = headers.get(WRITTEN.formatted(what));
        try {
            return text == null ? 0 : Math.max(0, Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
