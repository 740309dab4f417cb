// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ways out of one receiver or connector: one for each signal or choice of pipelines that it
 * asked for. Remembers the questions, since the component keeps the answers: a reload that would
 * answer another way needs a new instance. Thread-safe.
 */
final class Outlets {
    private final Map<Signal, Outlet> bySignal = new EnumMap<>(Signal.class);
    private final Map<List<PipelineId>, Outlet> byPipelines = new LinkedHashMap<>();
    private final Map<Signal, Boolean> answers = new EnumMap<>(Signal.class);
    private List<PipelineId> ids;
    private FedPipelines fed = FedPipelines.NONE;
    private boolean knowsIds;

    /** Read for each request by receivers that serve signals only while they are wanted. */
    private volatile Set<Signal> wanted;

    /** The ways into these pipelines, which are connected later. */
    Outlets(List<PipelineId> ids) {
        this.ids = ids;
        this.wanted = signals(ids);
    }

    /** The way of a signal; null where no pipeline wants it. */
    synchronized @Nullable Outlet forSignal(Signal signal) {
        boolean isWanted = wants(signal);
        answers.put(signal, isWanted);
        return isWanted ? whenWanted(signal) : null;
    }

    /** The way of a signal that pipelines may want at times. */
    synchronized Outlet whenWanted(Signal signal) {
        return bySignal.computeIfAbsent(signal, key -> connected(fed.consumer(key)));
    }

    /** Whether a pipeline wants the signal now. */
    boolean wants(Signal signal) {
        return wanted.contains(signal);
    }

    /** The pipelines of a signal. */
    synchronized Collection<PipelineId> pipelines(Signal signal) {
        knowsIds = true;
        return ids.stream().filter(id -> id.signal() == signal).toList();
    }

    /**
     * The way into some pipelines.
     *
     * @throws IllegalArgumentException when one of them is not fed from here, or there is none
     */
    synchronized Outlet forPipelines(Collection<PipelineId> chosen) {
        knowsIds = true;
        for (PipelineId pipeline : chosen) {
            if (!ids.contains(pipeline)) {
                throw new IllegalArgumentException(
                        "pipeline: %s (expected: one of %s)".formatted(pipeline, ids));
            }
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("pipelines: [] (expected: at least one)");
        }
        List<PipelineId> key = List.copyOf(chosen);
        return byPipelines.computeIfAbsent(
                key,
                list -> fed == FedPipelines.NONE ? new Outlet() : connected(fed.consumer(list)));
    }

    /** Whether all that the component was told stays true when it feeds these pipelines. */
    synchronized boolean fits(List<PipelineId> next) {
        Set<Signal> present = signals(next);
        return (!knowsIds || next.equals(ids))
                && answers.entrySet().stream()
                        .allMatch(answer -> answer.getValue() == present.contains(answer.getKey()));
    }

    /** Whether the ways lead through other doors than these. */
    synchronized boolean differsFrom(FedPipelines other) {
        return !fed.isSameAs(other);
    }

    /** Connects all ways anew; the lanes of what went in before. */
    synchronized List<Outlet.Lane> connect(List<PipelineId> pipelines, FedPipelines doors) {
        ids = pipelines;
        fed = doors;
        wanted = signals(pipelines);
        var former = new ArrayList<Outlet.Lane>();
        bySignal.forEach((signal, way) -> former.add(way.connect(doors.consumer(signal))));
        byPipelines.forEach((list, way) -> former.add(way.connect(doors.consumer(list))));
        return former;
    }

    private static Outlet connected(Consumer target) {
        var outlet = new Outlet();
        Outlet.Lane _ = outlet.connect(target);
        return outlet;
    }

    private static Set<Signal> signals(List<PipelineId> ids) {
        var signals = EnumSet.noneOf(Signal.class);
        ids.forEach(id -> signals.add(id.signal()));
        return signals;
    }
}
