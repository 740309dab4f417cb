// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.connectors.state.FlushTimer;
import dev.forager.connectors.state.StateMetrics;
import dev.forager.connectors.state.StateRoom;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.Key;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Counts spans as they come, and sends what it counted at intervals. Thread-safe.
 *
 * <h2>Concurrency</h2>
 *
 * Spans are counted under the lock of their resource's state, so requests of different services do
 * not wait for each other. The map of resources has a lock of its own, held for a look-up; who then
 * finds a state gone asks again. Flushes follow each other under {@link #flushing}, and take the
 * lock of one resource at a time.
 *
 * <h2>Shutdown</h2>
 *
 * What was counted since the last flush is sent once more.
 */
final class SpanMetricsConnector implements Connector {
    private static final Key SERVICE_NAME = Key.of(SeriesLabels.SERVICE_NAME);

    private final SpanMetricsConnectorConfig config;
    private final ConnectorSettings settings;
    private final Consumer next;
    private final Surroundings surroundings;
    private final Set<String> resourceKeys;
    private final StateRoom room;
    private final ResourceStates states;
    private final @Nullable StartTimes startTimes;
    private final Object flushing = new Object();
    private final Rules rules;
    private final SeriesLabels labels;
    private volatile boolean hasNews;
    private @Nullable StateMetrics metrics;

    /** What tests replace: time, chance, and the name of this instance. */
    record Surroundings(
            FlushTimer timer, String instanceId, Supplier<? extends RandomGenerator> random) {}

    SpanMetricsConnector(
            SpanMetricsConnectorConfig config,
            ConnectorSettings settings,
            Consumer next,
            Surroundings surroundings) {
        this.config = config;
        this.settings = settings;
        this.next = next;
        this.surroundings = surroundings;
        rules = new Rules(config, SpanMetricsGates.of(settings.gates()));
        labels = new SeriesLabels(rules, surroundings.instanceId());
        resourceKeys = rules.resourceKeys();
        room = new StateRoom(config.maxStateSize());
        states = new ResourceStates(config.resourceMetricsCacheSize(), room);
        startTimes = config.isDelta() ? new StartTimes(config.startTimes()) : null;
        settings.logger().info("Building spanmetrics connector");
        if (config.dimensionsCacheSize() != 0) {
            settings.logger()
                    .warn(
                            "DimensionsCacheSize is deprecated, please use"
                                    + " AggregationCardinalityLimit instead.");
        }
    }

    @Override
    public synchronized void start(Host host) {
        settings.logger().info("Starting spanmetrics connector");
        metrics = new StateMetrics(settings, room);
        surroundings.timer().every(config.metricsFlushInterval(), () -> flush(false));
    }

    @Override
    public void consume(Telemetry telemetry, Context context) {
        if (!(telemetry instanceof Traces traces)) {
            throw new IllegalArgumentException(
                    "telemetry: %s (expected: traces)".formatted(telemetry.signal()));
        }
        hasNews = true;
        Rules now = rules;
        var counter =
                new SpanCounter(
                        now,
                        labels,
                        surroundings.random().get(),
                        nanos(settings.clock().instant()));
        var key = new ContentKey.Builder();
        for (ResourceSpans group : traces.resources()) {
            Attributes attributes = group.resource().attributes();
            Value service = attributes.get(SERVICE_NAME);
            if (service != null) {
                count(group, counter, service, resourceKey(attributes, key), now);
            }
        }
    }

    private void count(
            ResourceSpans group, SpanCounter counter, Value service, ContentKey key, Rules now) {
        Value.Str name = service instanceof Value.Str text ? text : Value.Str.of("");
        while (true) {
            ResourceState state = states.of(key, group.resource().attributes(), now);
            if (state == null) {
                return; // No room; counted as refused.
            }
            synchronized (state) {
                if (!state.isGone) {
                    counter.count(group, name, state);
                    return;
                }
            }
        }
    }

    private ContentKey resourceKey(Attributes attributes, ContentKey.Builder key) {
        if (resourceKeys.isEmpty()) {
            return key.truncate(0).add(attributes).build();
        }
        Attributes chosen = Attributes.create();
        for (KeyValue entry : attributes) {
            if (resourceKeys.contains(entry.key())) {
                chosen.put(entry.keyText(), entry.value());
            }
        }
        return key.truncate(0).add(chosen).build();
    }

    /** Sends what was counted. Never throws: the timer would fall silent. */
    private void flush(boolean isLast) {
        synchronized (flushing) {
            Instant now = settings.clock().instant();
            var writer = new MetricsWriter(rules, startTimes, nanos(now), isLast);
            ResourceStates.Present present = states.present(config.isDelta());
            for (ResourceState state : present.staying()) {
                synchronized (state) {
                    writer.add(state);
                    settle(state, nanos(now));
                }
            }
            for (ResourceState state : present.leaving()) {
                synchronized (state) {
                    writer.add(state);
                    state.close(room);
                }
            }
            send(writer.metrics());
        }
    }

    private void settle(ResourceState state, long nowNanos) {
        if (config.exemplars().enabled()) {
            state.clearExamples();
        }
        if (!config.seriesExpiration().isZero()) {
            state.expireSeries(nowNanos - config.seriesExpiration().toNanos());
        }
        if (!config.metricsExpiration().isZero()
                && nowNanos - state.lastSeenNanos >= config.metricsExpiration().toNanos()) {
            states.remove(state);
            state.close(room);
        }
    }

    private void send(Metrics flushed) {
        if (flushed.itemCount() == 0) {
            return;
        }
        try {
            next.consume(flushed, Context.background());
        } catch (ConsumeException | RuntimeException e) {
            settings.logger().error("Failed ConsumeMetrics", e);
        }
    }

    @Override
    public synchronized void stop(Duration limit) {
        settings.logger().info("Shutting down spanmetrics connector");
        surroundings.timer().stop(limit);
        if (hasNews) {
            hasNews = false;
            flush(true);
        }
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
    }

    private static long nanos(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
