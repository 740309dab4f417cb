// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.servicegraph;

import dev.forager.connectors.distribution.Distribution;
import dev.forager.connectors.distribution.ExplicitCounts;
import dev.forager.connectors.distribution.ExponentialCounts;
import dev.forager.connectors.state.FlushTimer;
import dev.forager.connectors.state.StateMetrics;
import dev.forager.connectors.state.StateRoom;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanLink;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pairs spans into edges and counts these. Thread-safe: one lock for all state, which is never held
 * while metrics are sent.
 *
 * <p>Shutdown: spans that still wait are given up as if their time were over, and the counts are
 * sent once more.
 */
final class ServiceGraphConnector implements Connector {
    private static final double[] SECONDS = {
        0.002, 0.004, 0.006, 0.008, 0.01, 0.05, 0.1, 0.2, 0.4, 0.8, 1, 1.4, 2, 5, 10, 15
    };
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String GATE = "connector.servicegraph.";

    /** A series without edges for so long is forgotten, as in the Go collector. */
    private static final Duration SERIES_LIFE = Duration.ofMinutes(15);

    private final ServiceGraphConnectorConfig config;
    private final ConnectorSettings settings;
    private final Consumer next;
    private final FlushTimer timer;
    private final StateRoom room;
    private final EdgeCounters counters;
    private final EdgeStore store;
    private boolean hasVirtualNodes = true;
    private GraphSpans spans;
    private GraphSeries series;
    private @Nullable StateMetrics metrics;

    ServiceGraphConnector(
            ServiceGraphConnectorConfig config,
            ConnectorSettings settings,
            Consumer next,
            FlushTimer timer) {
        this.config = config;
        this.settings = settings;
        this.next = next;
        this.timer = timer;
        room = new StateRoom(config.maxStateSize());
        counters = new EdgeCounters(settings.meter());
        store = new EdgeStore(config.store().maxItems(), room, this::complete, this::expire);
        spans = new GraphSpans(config, true, NANOS_PER_SECOND);
        series = new GraphSeries(room, durations(NANOS_PER_SECOND), false, "s", now());
    }

    @Override
    public synchronized void start(Host host) {
        ServiceView service = host.service();
        boolean isMillis = service.isGateEnabled(GATE + "legacyLatencyUnitMs", false);
        double unit = isMillis ? NANOS_PER_MILLI : NANOS_PER_SECOND;
        hasVirtualNodes =
                service.isGateEnabled(GATE + "virtualNode", true)
                        && !config.virtualNodePeerAttributes().isEmpty();
        spans = new GraphSpans(config, hasVirtualNodes, unit);
        series =
                new GraphSeries(
                        room,
                        durations(unit),
                        service.isGateEnabled(GATE + "legacyLatencyMetricNames", false),
                        isMillis ? "ms" : "s",
                        now());
        metrics = new StateMetrics(settings, room);
        if (config.metricsFlushInterval().isPositive()) {
            timer.every(config.metricsFlushInterval(), this::flush);
        } else {
            settings.logger()
                    .warn(
                            "MetricsFlushInterval is set to 0, metrics will be flushed on every"
                                    + " received batch of traces");
        }
        timer.every(orElse(config.storeExpirationLoop(), Duration.ofSeconds(2)), this::expireSpans);
        timer.every(orElse(config.cacheLoop(), Duration.ofMinutes(1)), this::forgetSeries);
    }

    private static Duration orElse(Duration interval, Duration fallback) {
        return interval.isPositive() ? interval : fallback;
    }

    private Supplier<Distribution> durations(double unit) {
        int most = config.exponentialHistogramMaxSize();
        if (most > 0) {
            return () -> new ExponentialCounts(Math.max(2, most));
        }
        List<Duration> asked = config.latencyHistogramBuckets();
        double[] bounds =
                asked != null
                        ? asked.stream().mapToDouble(it -> it.toNanos() / unit).toArray()
                        : SECONDS.clone();
        for (int i = 0; asked == null && i < bounds.length; i++) {
            bounds[i] *= NANOS_PER_SECOND / unit;
        }
        return () -> new ExplicitCounts(bounds);
    }

    @Override
    public void consume(Telemetry telemetry, Context context) {
        if (!(telemetry instanceof Traces traces)) {
            throw new IllegalArgumentException(
                    "telemetry: %s (expected: traces)".formatted(telemetry.signal()));
        }
        synchronized (this) {
            for (ResourceSpans group : traces.resources()) {
                Attributes resource = group.resource().attributes();
                Value service = resource.get("service.name");
                if (service != null) {
                    add(group, resource, ValueText.of(service));
                }
            }
        }
        if (!config.metricsFlushInterval().isPositive()) {
            flush();
        }
    }

    private void add(ResourceSpans group, Attributes resource, String service) {
        for (ScopeSpans scope : group.scopes()) {
            for (Span span : scope.spans()) {
                switch (span.kind()) {
                    case CLIENT -> addClient(span, resource, service, "");
                    case PRODUCER -> addClient(span, resource, service, GraphSpans.MESSAGING);
                    case SERVER -> addServer(parent(span), span, resource, service, "");
                    case CONSUMER -> addConsumer(span, resource, service);
                    case INTERNAL, UNSPECIFIED, UNRECOGNIZED -> {} // No part of an edge.
                }
            }
        }
    }

    private static Edge.Key parent(Span span) {
        return new Edge.Key(span.traceId(), span.parentSpanId());
    }

    private void addClient(Span span, Attributes resource, String service, String type) {
        update(
                new Edge.Key(span.traceId(), span.spanId()),
                edge -> spans.addClient(edge, span, resource, service, type));
    }

    private void addServer(
            Edge.Key key, Span span, Attributes resource, String service, String type) {
        update(key, edge -> spans.addServer(edge, span, resource, service, type));
    }

    /** Consumers know their producers by links; without any, by the parent. */
    private void addConsumer(Span span, Attributes resource, String service) {
        if (span.links().isEmpty()) {
            addServer(parent(span), span, resource, service, GraphSpans.MESSAGING);
        }
        for (SpanLink link : span.links()) {
            addServer(
                    new Edge.Key(link.traceId(), link.spanId(), span.spanId()),
                    span,
                    resource,
                    service,
                    GraphSpans.MESSAGING);
        }
    }

    private void update(Edge.Key key, java.util.function.Consumer<Edge> knowledge) {
        long now = now();
        switch (store.update(key, now, now + config.store().ttl().toNanos(), knowledge)) {
            case NEW -> counters.edge();
            case KNOWN -> {}
            case DROPPED -> counters.dropped();
        }
    }

    private void complete(Edge edge) {
        complete(edge, "");
    }

    /** An edge of which one side, if any, is a virtual node. */
    private void complete(Edge edge, String virtualSide) {
        if (config.virtualNodeExtraLabel()) {
            edge.dimensions.put("virtual_node", virtualSide);
        }
        series.add(edge, now());
    }

    /** The side that is missing becomes a virtual node. */
    private void expire(Edge edge) {
        counters.expired();
        if (!hasVirtualNodes) {
            return;
        }
        edge.type = "virtual_node";
        if (edge.client.isEmpty() && !edge.key.span().isValid()) {
            edge.client = "user";
            complete(edge, "client");
        }
        if (edge.server.isEmpty()) {
            edge.server = edge.peer.isEmpty() ? "unknown" : edge.peer;
            complete(edge, "server");
        }
    }

    private synchronized void expireSpans() {
        store.expire(now());
    }

    private synchronized void forgetSeries() {
        series.expire(now() - SERIES_LIFE.toNanos());
    }

    private void flush() {
        Metrics counted;
        synchronized (this) {
            counted = series.toMetrics(now() - config.metricsTimestampOffset().toNanos());
        }
        if (counted.itemCount() == 0) {
            return;
        }
        try {
            next.consume(counted, Context.background());
        } catch (ConsumeException | RuntimeException e) {
            settings.logger().error("failed to flush metrics", e);
        }
    }

    @Override
    public void stop(Duration limit) {
        timer.stop(limit);
        boolean wasRunning;
        synchronized (this) {
            wasRunning = metrics != null;
            store.expire(Long.MAX_VALUE);
        }
        if (wasRunning) {
            flush();
        }
        synchronized (this) {
            series.expire(Long.MAX_VALUE);
            if (metrics != null) {
                metrics.close();
                metrics = null;
            }
        }
    }

    private long now() {
        Instant now = settings.clock().instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
