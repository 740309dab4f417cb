// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import static java.util.Objects.requireNonNull;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.PipelineId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The doors of the pipelines that one receiver or connector feeds. Immutable. */
final class FedPipelines {
    /** None yet. */
    static final FedPipelines NONE = new FedPipelines(List.of(), Entrance::received);

    private final Map<PipelineId, Consumer> doors = new LinkedHashMap<>();

    FedPipelines(List<Entrance> entrances, Function<Entrance, Consumer> door) {
        for (Entrance entrance : entrances) {
            doors.put(entrance.pipeline(), door.apply(entrance));
        }
    }

    /** Whether the doors are the very same, in the same order. */
    boolean isSameAs(FedPipelines other) {
        return List.copyOf(doors.entrySet()).equals(List.copyOf(other.doors.entrySet()));
    }

    /** All pipelines of a signal as one consumer; one that refuses where there is none. */
    Consumer consumer(Signal signal) {
        List<Consumer> chosen =
                doors.entrySet().stream()
                        .filter(door -> door.getKey().signal() == signal)
                        .map(Map.Entry::getValue)
                        .toList();
        return chosen.isEmpty()
                ? new NoTarget("no pipeline takes %s from this component".formatted(signal))
                : Fanout.of(chosen);
    }

    /** Some pipelines, all of them fed, as one consumer. */
    Consumer consumer(Collection<PipelineId> pipelines) {
        return Fanout.of(pipelines.stream().map(id -> requireNonNull(doors.get(id))).toList());
    }
}
