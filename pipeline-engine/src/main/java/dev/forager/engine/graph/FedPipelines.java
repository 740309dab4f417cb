// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The pipelines that one receiver or connector feeds. Immutable. */
final class FedPipelines {
    private final Map<PipelineId, Consumer> consumers = new LinkedHashMap<>();

    FedPipelines(List<Entrance> entrances, Function<Entrance, Consumer> door) {
        for (Entrance entrance : entrances) {
            consumers.put(entrance.pipeline(), door.apply(entrance));
        }
    }

    Collection<PipelineId> of(Signal signal) {
        return consumers.keySet().stream().filter(id -> id.signal() == signal).toList();
    }

    /** All pipelines of a signal as one consumer; null where there is none. */
    @Nullable Consumer consumer(Signal signal) {
        Collection<PipelineId> pipelines = of(signal);
        return pipelines.isEmpty() ? null : consumer(pipelines);
    }

    /** Some pipelines as one consumer. */
    Consumer consumer(Collection<PipelineId> pipelines) {
        var chosen = new ArrayList<Consumer>();
        for (PipelineId pipeline : pipelines) {
            Consumer consumer = consumers.get(pipeline);
            if (consumer == null) {
                throw new IllegalArgumentException(
                        "pipeline: %s (expected: one of %s)"
                                .formatted(pipeline, consumers.keySet()));
            }
            chosen.add(consumer);
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("pipelines: [] (expected: at least one)");
        }
        return Fanout.of(chosen);
    }
}
