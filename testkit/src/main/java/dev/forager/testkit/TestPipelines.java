// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a connector that chooses among pipelines: one {@link CollectingConsumer} each.
 * Not thread-safe.
 */
public final class TestPipelines implements Consumers {
    private final Map<String, CollectingConsumer> sinks = new TreeMap<>();
    private final boolean isOpen;

    private TestPipelines(boolean isOpen) {
        this.isOpen = isOpen;
    }

    /** These pipelines only. */
    public static TestPipelines of(Collection<String> ids) {
        var pipelines = new TestPipelines(false);
        ids.forEach(id -> pipelines.sinks.put(id, new CollectingConsumer()));
        return pipelines;
    }

    /** Any pipeline with a name, made when it is asked for. */
    public static TestPipelines any() {
        return new TestPipelines(true);
    }

    /** What arrived at a pipeline. */
    public CollectingConsumer sink(String id) {
        return sinks.computeIfAbsent(id, _ -> new CollectingConsumer());
    }

    /** The pipelines that were asked for or given, by id. */
    public Map<String, CollectingConsumer> sinks() {
        return sinks;
    }

    @Override
    public @Nullable Consumer forSignal(Signal signal, String transport) {
        List<PipelineId> all = List.copyOf(pipelines(signal));
        return all.isEmpty() ? null : forPipelines(all);
    }

    @Override
    public Collection<PipelineId> pipelines(Signal signal) {
        return sinks.keySet().stream()
                .map(PipelineId::parse)
                .filter(id -> id.signal() == signal)
                .toList();
    }

    @Override
    public Consumer forPipelines(Collection<PipelineId> pipelines) {
        List<CollectingConsumer> chosen = new ArrayList<>();
        for (PipelineId id : pipelines) {
            if (isOpen ? id.name() == null : !sinks.containsKey(id.toString())) {
                throw new IllegalArgumentException("pipeline: " + id);
            }
            chosen.add(sink(id.toString()));
        }
        return (telemetry, context) -> {
            Payload payload = telemetry.seal();
            for (CollectingConsumer each : chosen) {
                each.consume(payload.open(), context);
            }
        };
    }
}
