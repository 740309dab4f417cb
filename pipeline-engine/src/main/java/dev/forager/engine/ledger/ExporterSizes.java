// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pdata.Payload;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How large the requests are that enter an exporter's queue and the batches that leave it: the
 * histograms of level detailed. Names, texts and buckets are the Go collector's. Thread-safe.
 *
 * @param queued labels of what enters
 * @param sent labels of what leaves
 */
record ExporterSizes(
        LongHistogram enqueueItems,
        LongHistogram enqueueBytes,
        LongHistogram batchItems,
        LongHistogram batchBytes,
        Attributes queued,
        Attributes sent) {
    private static final List<Long> ITEMS =
            List.of(
                    10L, 25L, 50L, 75L, 100L, 250L, 500L, 750L, 1000L, 2000L, 3000L, 4000L, 5000L,
                    6000L, 7000L, 8000L, 9000L, 10_000L, 20_000L, 30_000L, 50_000L, 100_000L);

    private static final List<Long> BYTES =
            IntStream.rangeClosed(7, 24).mapToObj(power -> 1L << power).toList();

    static ExporterSizes of(Meter meter, Attributes queued, Attributes sent) {
        return new ExporterSizes(
                histogram(
                        meter,
                        "otelcol_exporter_enqueue_size",
                        "Number of units in the request added to the sending queue.",
                        "{unit}",
                        ITEMS),
                histogram(
                        meter,
                        "otelcol_exporter_enqueue_size_bytes",
                        "Number of bytes in the request added to the sending queue.",
                        "By",
                        BYTES),
                histogram(
                        meter,
                        "otelcol_exporter_queue_batch_send_size",
                        "Number of units in the batch. Only recorded when batching is enabled.",
                        "{unit}",
                        ITEMS),
                histogram(
                        meter,
                        "otelcol_exporter_queue_batch_send_size_bytes",
                        "Number of bytes in batch that was sent. Only recorded when batching is"
                                + " enabled.",
                        "By",
                        BYTES),
                queued,
                sent);
    }

    private static LongHistogram histogram(
            Meter meter, String name, String help, String unit, List<Long> buckets) {
        return meter.histogramBuilder(name)
                .ofLongs()
                .setDescription(help + " Only available on detailed level. [Development]")
                .setUnit(unit)
                .setExplicitBucketBoundariesAdvice(buckets)
                .build();
    }

    void enqueued(Payload request) {
        if (enqueueItems.isEnabled()) {
            enqueueItems.record(request.itemCount(), queued);
            enqueueBytes.record(request.byteSize(), queued);
        }
    }

    void batched(Payload batch) {
        if (batchItems.isEnabled()) {
            batchItems.record(batch.itemCount(), sent);
            batchBytes.record(batch.byteSize(), sent);
        }
    }
}
