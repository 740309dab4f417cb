// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.ProcessorSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The processor's own metrics, with the names, bounds and texts of the Go collector. Instances of
 * one id in several pipelines add up under one label. Thread-safe.
 */
final class BatchMetrics {
    private static final List<Long> SIZES =
            Stream.of(
                            LongStream.of(10, 25, 50, 75, 100, 250, 500, 750),
                            LongStream.rangeClosed(1, 10).map(thousands -> thousands * 1000),
                            LongStream.of(20_000, 30_000, 50_000, 100_000))
                    .flatMap(LongStream::boxed)
                    .toList();

    /** 128 B to 16 MiB. */
    private static final List<Long> BYTES =
            LongStream.rangeClosed(7, 24).map(power -> 1L << power).boxed().toList();

    private final LongHistogram size;
    private final LongHistogram bytes;
    private final LongCounter sizeTriggers;
    private final LongCounter timeoutTriggers;
    private final LongUpDownCounter cardinality;
    private final Attributes labels;

    BatchMetrics(ProcessorSettings settings) {
        Meter meter = settings.meter();
        labels = Attributes.of(AttributeKey.stringKey("processor"), settings.id().toString());
        size = histogram(meter, "send_size", "{unit}", "Number of units in the batch", SIZES);
        bytes =
                histogram(
                        meter,
                        "send_size_bytes",
                        "By",
                        "Number of bytes in batch that was sent. Only available on detailed level.",
                        BYTES);
        sizeTriggers = counter(meter, "batch_size_trigger_send", "a size trigger");
        timeoutTriggers = counter(meter, "timeout_trigger_send", "a timeout trigger");
        cardinality =
                meter.upDownCounterBuilder("processor_batch_metadata_cardinality")
                        .setUnit("{combination}")
                        .setDescription(
                                "Number of distinct metadata value combinations being processed"
                                        + " [Development]")
                        .build();
    }

    void sent(Payload batch, Trigger trigger) {
        switch (trigger) {
            case SIZE -> sizeTriggers.add(1, labels);
            case TIMEOUT -> timeoutTriggers.add(1, labels);
        }
        size.record(batch.itemCount(), labels);
        bytes.record(batch.byteSize(), labels);
    }

    void combinations(long more) {
        cardinality.add(more, labels);
    }

    private static LongHistogram histogram(
            Meter meter, String name, String unit, String text, List<Long> bounds) {
        return meter.histogramBuilder("processor_batch_batch_" + name)
                .ofLongs()
                .setUnit(unit)
                .setDescription(text + " [Development]")
                .setExplicitBucketBoundariesAdvice(bounds)
                .build();
    }

    private static LongCounter counter(Meter meter, String name, String cause) {
        return meter.counterBuilder("processor_batch_" + name)
                .setUnit("{time}")
                .setDescription(
                        "Number of times the batch was sent due to %s [Development]"
                                .formatted(cause))
                .build();
    }
}
