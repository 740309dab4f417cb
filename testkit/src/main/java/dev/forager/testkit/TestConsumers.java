// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.PipelineId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a receiver or connector: one {@link CollectingConsumer} per wanted signal,
 * each the plain pipeline of its signal. Thread-safe.
 */
public final class TestConsumers implements Consumers {
    private final Map<Signal, CollectingConsumer> sinks = new EnumMap<>(Signal.class);
    private final Set<Signal> unwanted = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> transports = new ConcurrentLinkedQueue<>();

    private TestConsumers(Signal... signals) {
        for (Signal signal : signals) {
            sinks.put(signal, new CollectingConsumer());
        }
    }

    /** Pipelines for these signals only. */
    public static TestConsumers of(Signal... signals) {
        return new TestConsumers(signals);
    }

    /** Pipelines for every signal. */
    public static TestConsumers all() {
        return new TestConsumers(Signal.values());
    }

    /**
     * What arrived of {@code signal}.
     *
     * @throws IllegalArgumentException when no pipeline of it was asked for
     */
    public CollectingConsumer sink(Signal signal) {
        CollectingConsumer sink = sinks.get(signal);
        if (sink == null) {
            throw new IllegalArgumentException(
                    "signal: %s (expected: one of %s)".formatted(signal, sinks.keySet()));
        }
        return sink;
    }

    /** The transports that were asked for, in order. */
    public List<String> transports() {
        return List.copyOf(transports);
    }

    @Override
    public @Nullable Consumer forSignal(Signal signal, String transport) {
        transports.add(transport);
        return sinks.get(signal);
    }

    /** Pipelines come to want the signal, or want it no more, as after a reload. */
    public void want(Signal signal, boolean isWanted) {
        if (isWanted) {
            unwanted.remove(signal);
        } else {
            unwanted.add(signal);
        }
    }

    @Override
    public boolean wants(Signal signal) {
        return sinks.containsKey(signal) && !unwanted.contains(signal);
    }

    @Override
    public Collection<PipelineId> pipelines(Signal signal) {
        return sinks.containsKey(signal) ? List.of(new PipelineId(signal, null)) : List.of();
    }

    @Override
    public Consumer forPipelines(Collection<PipelineId> pipelines) {
        for (PipelineId id : pipelines) {
            CollectingConsumer sink = sinks.get(id.signal());
            if (id.name() == null && sink != null) {
                return sink;
            }
        }
        throw new IllegalArgumentException(
                "pipelines: %s (expected: fed here)".formatted(pipelines));
    }
}
