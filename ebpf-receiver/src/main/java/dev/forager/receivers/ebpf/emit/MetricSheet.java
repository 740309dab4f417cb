// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.ExponentialHistogramDataPoint;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.HistogramDataPoint;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * One collection of metrics, by control group. Scenarios add points; each is of the metric and the
 * resource that it names, and made when first named. Confined to one thread.
 */
public final class MetricSheet {
    /** Since when counters of the host count: its start, when monotonic time began. */
    public static final long BOOT_NS = 1;

    private static final String SCOPE = "dev.forager/ebpf";

    private final Resources resources;
    private final KernelClock clock;
    private final String version;
    private long nowNanos;
    private final Metrics metrics = Metrics.create();
    private final Map<Long, ScopeMetrics> scopes = new HashMap<>();
    private final Map<Series, Metric> open = new HashMap<>();
    private final Map<Long, Consumer<Attributes>> described = new HashMap<>();

    private record Series(long resource, Instrument instrument) {}

    /**
     * An empty sheet of now.
     *
     * @param version of the program, which is the scope's
     */
    public MetricSheet(Resources resources, KernelClock clock, String version) {
        this.resources = resources;
        this.clock = clock;
        this.version = version;
        nowNanos = clock.unixNanos();
    }

    /**
     * Makes a resource that is no control group's, such as a process's.
     *
     * @param key which no control group has
     * @param attributes adds those of the resource, if it gets any point
     */
    public void describe(long key, Consumer<Attributes> attributes) {
        described.put(key, attributes);
    }

    /**
     * A point of a counter or up-down counter; the caller adds its attributes.
     *
     * @param cgroup id of the control group that it is about; {@link Resources#HOST} is the host
     * @param startNs monotonic time since when it counts; 0 where that is unknown
     */
    public NumberDataPoint sum(long cgroup, Instrument instrument, long startNs, long value) {
        Metric metric = metric(cgroup, instrument);
        if (!(metric.data() instanceof Sum)) {
            metric.data(
                    new Sum()
                            .isMonotonic(instrument.kind() == Instrument.Kind.COUNTER)
                            .aggregationTemporality(AggregationTemporality.CUMULATIVE));
        }
        NumberDataPoint point = ((Sum) data(metric)).addDataPoint().asInt(value);
        return point.startTimeUnixNano(begin(startNs)).timeUnixNano(nowNanos);
    }

    /** A point of a gauge. */
    public NumberDataPoint gauge(long cgroup, Instrument instrument, long value) {
        Metric metric = metric(cgroup, instrument);
        if (!(metric.data() instanceof Gauge)) {
            metric.data(new Gauge());
        }
        return ((Gauge) data(metric)).addDataPoint().asInt(value).timeUnixNano(nowNanos);
    }

    /** A point of a histogram, since its first duration. */
    public ExponentialHistogramDataPoint histogram(
            long cgroup, Instrument instrument, DurationHistogram durations) {
        Metric metric = metric(cgroup, instrument);
        if (!(metric.data() instanceof ExponentialHistogram)) {
            metric.data(
                    new ExponentialHistogram()
                            .aggregationTemporality(AggregationTemporality.CUMULATIVE));
        }
        ExponentialHistogramDataPoint point = ((ExponentialHistogram) data(metric)).addDataPoint();
        durations.writeTo(point);
        return point.startTimeUnixNano(begin(durations.firstNs())).timeUnixNano(nowNanos);
    }

    /** A point of a histogram with given bounds; the caller adds them and the counts. */
    public HistogramDataPoint buckets(long cgroup, Instrument instrument, long startNs) {
        Metric metric = metric(cgroup, instrument);
        if (!(metric.data() instanceof Histogram)) {
            metric.data(new Histogram().aggregationTemporality(AggregationTemporality.CUMULATIVE));
        }
        HistogramDataPoint point = ((Histogram) data(metric)).addDataPoint();
        return point.startTimeUnixNano(begin(startNs)).timeUnixNano(nowNanos);
    }

    private static MetricData data(Metric metric) {
        return Objects.requireNonNull(metric.data());
    }

    /** A series may have begun while the sheet was filled: then it is of a later now. */
    private long begin(long monotonicNs) {
        long start = monotonicNs == 0 ? 0 : clock.unixNanos(monotonicNs);
        if (start >= nowNanos) {
            nowNanos = Math.max(start, clock.unixNanos());
        }
        return start;
    }

    private Metric metric(long cgroup, Instrument instrument) {
        return open.computeIfAbsent(
                new Series(resource(cgroup), instrument),
                _ ->
                        scope(cgroup)
                                .addMetric()
                                .name(instrument.name())
                                .unit(instrument.unit())
                                .description(instrument.description()));
    }

    private long resource(long key) {
        return described.containsKey(key) ? key : resources.resourceOf(key);
    }

    private ScopeMetrics scope(long cgroup) {
        return scopes.computeIfAbsent(
                resource(cgroup),
                id -> {
                    var added = metrics.addResource().schemaUrl(Resources.SCHEMA_URL);
                    Attributes attributes = added.resource().attributes();
                    Consumer<Attributes> own = described.get(id);
                    resources.describe(own == null ? id : Resources.HOST, attributes);
                    if (own != null) {
                        own.accept(attributes);
                    }
                    ScopeMetrics scope = added.addScope().schemaUrl(Resources.SCHEMA_URL);
                    scope.scope().name(SCOPE).version(version);
                    return scope;
                });
    }

    /** See {@link Resources#resourceOf}. */
    public long resourceOf(long cgroup) {
        return resources.resourceOf(cgroup);
    }

    /** All points so far; the sheet is used no more. */
    public Metrics toMetrics() {
        return metrics;
    }
}
