// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Records;
import dev.forager.pdata.Resource;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ScopeMetrics;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pipeline.series.SeriesStore;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.MetricNames;
import dev.forager.prometheus.MetricType;
import dev.forager.prometheus.UntranslatableException;
import dev.forager.prometheus.exposition.Bounds;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts the points of requests into the table. Confined to the exporter's lock. */
final class Intake {
    private static final ServedValue ONE = new ServedValue.Scalar(0, 0, true, 1, List.of());

    private final ServedTable table;
    private final MetricNames names;
    private final ExposedLabels labels;
    private final Refusals refusals;
    private final StateRoom room;
    private final ContentKey.Builder metricKey = new ContentKey.Builder();
    private final ContentKey.Builder pointKey = new ContentKey.Builder();
    private int resourceLength;
    private int scopeLength;
    private long nanos;

    /** Is told when there is no room. */
    interface StateRoom {
        void isFull(String metric);
    }

    Intake(
            ServedTable table,
            MetricNames names,
            ExposedLabels labels,
            Refusals refusals,
            StateRoom room) {
        this.table = table;
        this.names = names;
        this.labels = labels;
        this.refusals = refusals;
        this.room = room;
    }

    void add(Metrics request, long now) {
        nanos = now;
        for (ResourceMetrics group : request.resources()) {
            labels.enter(group.resource());
            metricKey.truncate(0);
            labels.identify(metricKey);
            resourceLength = metricKey.length();
            boolean isDescribed = false;
            for (ScopeMetrics scope : group.scopes()) {
                isDescribed |= add(scope);
            }
            if (isDescribed && labels.isTarget()) {
                describe(group.resource());
            }
        }
    }

    private void describe(Resource resource) {
        try {
            ContentKey key = metricKey.truncate(resourceLength).build();
            Labels own = labels.ofTarget(resource);
            checkReserved(own, MetricType.GAUGE);
            table.describe(key, own, ONE, nanos);
        } catch (UntranslatableException e) {
            refusals.untranslatable("target_info", "name", 0, String.valueOf(e.getMessage()));
        }
    }

    /** Whether it had points. */
    private boolean add(ScopeMetrics scope) {
        metricKey
                .truncate(resourceLength)
                .add(scope.scope().name())
                .add(scope.scope().version())
                .add(scope.schemaUrl())
                .add(scope.scope().attributes());
        scopeLength = metricKey.length();
        boolean hasPoints = false;
        try {
            labels.enter(scope.scope(), scope.schemaUrl());
            for (Metric metric : Records.passing(scope.metrics())) {
                MetricData data = metric.data();
                if (data != null && !data.dataPoints().isEmpty()) {
                    hasPoints = true;
                    add(metric, data);
                }
            }
        } catch (UntranslatableException cannotBe) {
            throw new IllegalStateException(cannotBe); // There is a word in front of the key.
        }
        return hasPoints;
    }

    private void add(Metric metric, MetricData data) {
        AggregationTemporality temporality = temporality(data);
        boolean isDelta = temporality == AggregationTemporality.DELTA;
        int points = data.dataPoints().size();
        if (temporality != null && !isDelta && temporality != AggregationTemporality.CUMULATIVE) {
            refuse(metric, points, "the aggregation temporality is not set");
            return;
        }
        if (isDelta && data instanceof Sum sum && !sum.isMonotonic()) {
            refuse(
                    metric,
                    points,
                    "non-monotonic sum with delta aggregation temporality is not supported");
            return;
        }
        metricKey.truncate(scopeLength).add(metric.name()).add(metric.unit()).add(kind(data));
        SeriesStore.Group<ServedSeries> group = table.group(metricKey.build());
        for (DataPoint point : Records.passing(data.dataPoints())) {
            try {
                add(metric, data, group, point, isDelta);
            } catch (UntranslatableException e) {
                refusals.untranslatable(metric.name(), "point", 1, String.valueOf(e.getMessage()));
            }
        }
    }

    private void refuse(Metric metric, int points, String text) {
        refusals.untranslatable(metric.name(), "temporality", points, text);
    }

    private static @Nullable AggregationTemporality temporality(MetricData data) {
        return switch (data) {
            case Gauge _, Summary _ -> null;
            case Sum sum -> sum.aggregationTemporality();
            case Histogram histogram -> histogram.aggregationTemporality();
            case ExponentialHistogram histogram -> histogram.aggregationTemporality();
        };
    }

    private static int kind(MetricData data) {
        return switch (data) {
            case Gauge _ -> 1;
            case Sum sum -> sum.isMonotonic() ? 2 : 3;
            case Histogram _ -> 4;
            case ExponentialHistogram _ -> 5;
            case Summary _ -> 6;
        };
    }

    private void add(
            Metric metric,
            MetricData data,
            SeriesStore.Group<ServedSeries> group,
            DataPoint point,
            boolean isDelta)
            throws UntranslatableException {
        ContentKey key = pointKey.truncate(0).add(point.attributes()).build();
        SeriesStore.Series<ServedSeries> known = table.find(group, key, nanos);
        if (ServedValue.isEnd(point)) {
            if (known != null) {
                table.remove(known);
            }
            return;
        }
        ServedValue value = ServedValue.of(point);
        if (known != null) {
            count(metric, table.update(known, value, isDelta));
            return;
        }
        MetricFamily family = names.family(metric, data, type(metric, data));
        Labels own = labels.of(point.attributes());
        checkReserved(own, family.type());
        switch (table.add(group, key, family, own, value, nanos)) {
            case TYPE -> tellType(metric, family);
            case LABELS -> refusals.labels(metric.name(), family.name(), own.toString());
            case TAKEN -> tellHelp(metric, family);
            case FULL -> count(metric, ServedTable.Outcome.FULL);
            case LATE -> count(metric, ServedTable.Outcome.LATE);
        }
    }

    /**
     * A page with a label twice, or with a reserved one, is refused whole by who scrapes it: the
     * point is left out instead, as the collector does (which still serves {@code le}).
     *
     * @see <a href="https://prometheus.io/docs/concepts/data_model/">Data model: labels that begin
     *     with two underscores are reserved</a>
     */
    private static void checkReserved(Labels labels, MetricType type)
            throws UntranslatableException {
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            if (name.startsWith("__") || Bounds.isBound(type, name)) {
                throw UntranslatableException.of(
                        "label %s is reserved (expected: an attribute of another name)"
                                .formatted(name));
            }
        }
    }

    private void count(Metric metric, ServedTable.Outcome outcome) {
        switch (outcome) {
            case LATE -> refusals.count("late", 1);
            case FULL -> {
                refusals.count("limit", 1);
                room.isFull(metric.name());
            }
            case TAKEN, TYPE, LABELS -> {} // Not of interest, or said by the caller.
        }
    }

    private void tellType(Metric metric, MetricFamily family) {
        MetricFamily existing = table.family(family.name());
        refusals.type(
                metric.name(),
                family.name(),
                existing == null ? "" : existing.type().toString().toLowerCase(Locale.ROOT),
                family.type().toString().toLowerCase(Locale.ROOT));
    }

    private void tellHelp(Metric metric, MetricFamily family) {
        MetricFamily existing = table.family(family.name());
        if (existing != null && !existing.help().equals(family.help())) {
            refusals.help(metric.name(), family.name(), existing.help(), family.help());
        }
    }

    private static MetricType type(Metric metric, MetricData data) {
        return switch (data) {
            case Gauge _ ->
                    MetricNames.prometheusType(metric).equals("unknown")
                            ? MetricType.UNKNOWN
                            : MetricType.GAUGE;
            case Sum sum -> sum.isMonotonic() ? MetricType.COUNTER : MetricType.GAUGE;
            case Histogram _, ExponentialHistogram _ -> MetricType.HISTOGRAM;
            case Summary _ -> MetricType.SUMMARY;
        };
    }
}
