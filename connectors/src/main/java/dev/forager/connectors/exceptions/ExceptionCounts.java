// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.exceptions;

import dev.forager.connectors.state.StateRoom;
import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.Exemplar;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.Sum;
import dev.forager.pdata.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often each exception was seen. Confined to its owner's lock. */
final class ExceptionCounts {
    /** Objects around a series on a 64-bit JVM (estimated). */
    private static final long OVERHEAD_BYTES = 300;

    /** As many examples of one point as span_metrics gives by default. */
    private static final int MAX_EXEMPLARS = 5;

    private final StateRoom room;
    private final boolean givesExemplars;
    private final long startNanos;
    private final Map<ContentKey, Series> series = new LinkedHashMap<>();
    private final ContentKey.Builder key = new ContentKey.Builder();
    private @Nullable Series overflow;

    private static final class Series {
        private final NumberDataPoint labels;
        private final long byteSize;
        private final List<Exemplar> exemplars = new ArrayList<>(0);
        private long count;
        private long lastSeenNanos;

        Series(NumberDataPoint labels, long byteSize) {
            this.labels = labels;
            this.byteSize = byteSize;
        }
    }

    ExceptionCounts(StateRoom room, boolean givesExemplars, long startNanos) {
        this.room = room;
        this.givesExemplars = givesExemplars;
        this.startNanos = startNanos;
    }

    /** Counts one exception; {@code labels} is a point with nothing but attributes. */
    void add(NumberDataPoint labels, TraceId trace, SpanId span, long nowNanos) {
        Series of = find(labels);
        of.count++;
        of.lastSeenNanos = nowNanos;
        if (givesExemplars && trace.isValid() && of.exemplars.size() < MAX_EXEMPLARS) {
            of.exemplars.add(
                    new Exemplar().traceId(trace).spanId(span).asDouble((double) of.count));
        }
    }

    private Series find(NumberDataPoint labels) {
        ContentKey name = key.truncate(0).add(labels.attributes()).build();
        Series known = series.get(name);
        if (known != null) {
            return known;
        }
        long bytes = OVERHEAD_BYTES + 2L * name.byteSize();
        if (!room.enter(bytes)) {
            return overflow();
        }
        var added = new Series(labels.copy(), bytes);
        series.put(name, added);
        return added;
    }

    private Series overflow() {
        Series others = overflow;
        if (others == null) {
            var labels = new NumberDataPoint();
            labels.attributes().put("otel.metric.overflow", true);
            others = new Series(labels, 0);
            overflow = others;
        }
        return others;
    }

    /** Forgets what was last seen at {@code nanos} or before. */
    void expire(long nanos) {
        series.values()
                .removeIf(
                        each -> {
                            boolean isOld = each.lastSeenNanos <= nanos;
                            if (isOld) {
                                room.leave(each.byteSize);
                            }
                            return isOld;
                        });
    }

    boolean isEmpty() {
        return series.isEmpty() && overflow == null;
    }

    /** All counts since the start, with the examples since the last time. */
    Metrics toMetrics(long nowNanos) {
        var sum =
                new Sum()
                        .isMonotonic(true)
                        .aggregationTemporality(AggregationTemporality.CUMULATIVE);
        Metrics metrics = Metrics.create();
        var scope = metrics.addResource().addScope();
        scope.scope().name("exceptionsconnector");
        scope.addMetric().name("exceptions").data(sum);
        series.values().forEach(each -> write(each, sum, nowNanos));
        if (overflow != null) {
            write(overflow, sum, nowNanos);
        }
        return metrics;
    }

    private void write(Series each, Sum sum, long nowNanos) {
        NumberDataPoint point =
                sum.addDataPoint()
                        .startTimeUnixNano(startNanos)
                        .timeUnixNano(nowNanos)
                        .asInt(each.count);
        for (KeyValue label : each.labels.attributes()) {
            point.attributes().add(label);
        }
        for (Exemplar exemplar : each.exemplars) {
            point.exemplars().add(exemplar.timeUnixNano(nowNanos));
        }
        each.exemplars.clear();
    }

    /** Gives all room back. */
    void clear() {
        series.values().forEach(each -> room.leave(each.byteSize));
        series.clear();
        overflow = null;
    }

    /** A point with the attributes that every exception has. */
    static NumberDataPoint labels(String service) {
        var point = new NumberDataPoint();
        Attributes labels = point.attributes();
        labels.put("service.name", service);
        return point;
    }
}
