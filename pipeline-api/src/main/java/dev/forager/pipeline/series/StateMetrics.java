// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;

/**
 * Says how much a component keeps between requests, and what it had no room for. Instances of one
 * id in several pipelines add up. Confined to its owner's lock.
 */
public final class StateMetrics {
    private final LongUpDownCounter entries;
    private final LongUpDownCounter bytes;
    private final LongCounter refused;
    private final Attributes labels;
    private long reportedEntries;
    private long reportedBytes;

    /** Metrics of the processor {@code id}. */
    public StateMetrics(Meter meter, ComponentId id) {
        this(meter, ComponentKind.PROCESSOR, id);
    }

    /** Metrics of the component {@code id}. */
    public StateMetrics(Meter meter, ComponentKind kind, ComponentId id) {
        labels = Attributes.of(AttributeKey.stringKey(kind.id()), id.toString());
        String prefix = "forager_%s_state_".formatted(kind.id());
        entries =
                meter.upDownCounterBuilder(prefix + "entries")
                        .setUnit("{entry}")
                        .setDescription("Series, groups or traces that are remembered.")
                        .build();
        bytes =
                meter.upDownCounterBuilder(prefix + "bytes")
                        .setUnit("By")
                        .setDescription("Memory that they take, estimated.")
                        .build();
        refused =
                meter.counterBuilder(prefix + "refused")
                        .setUnit("{entry}")
                        .setDescription("Items that came when there was no room to remember more.")
                        .build();
    }

    /** What is remembered now; answers how many entries more than last time. */
    public long report(long nowEntries, long nowBytes) {
        long more = nowEntries - reportedEntries;
        if (more != 0) {
            entries.add(more, labels);
        }
        if (nowBytes != reportedBytes) {
            bytes.add(nowBytes - reportedBytes, labels);
        }
        reportedEntries = nowEntries;
        reportedBytes = nowBytes;
        return more;
    }

    /** There was no room for something. */
    public void refused() {
        refused.add(1, labels);
    }
}
