// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.custom.CustomObject.TableLayout;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads one map of a user's object and writes it as one metric. Entries that the labels do not tell
 * apart are joined; what comes after the bound of series is one. A series that was told is told as
 * long as it has an entry, in whatever order the map shows them: else counters would go back.
 * Confined to one thread.
 */
final class CustomTable {
    private final CustomMetric metric;
    private final TableLayout layout;
    private final KernelMap map;
    private final Names names;
    private final long startNs;
    private final Instrument instrument;
    private final Buckets buckets;
    private final Set<Series> told = new HashSet<>();

    private record Series(long resource, Map<Value.Str, Value> labels, boolean isOverflow) {}

    /**
     * A reader of a loaded map.
     *
     * @param startNs monotonic time since when the programs count
     */
    CustomTable(CustomMetric metric, TableLayout layout, KernelMap map, Names names, long startNs) {
        this.metric = metric;
        this.layout = layout;
        this.map = map;
        this.names = names;
        this.startNs = startNs;
        buckets = Buckets.of(metric);
        instrument =
                new Instrument(
                        switch (metric.type()) {
                            case COUNTER -> Instrument.Kind.COUNTER;
                            case GAUGE -> Instrument.Kind.GAUGE;
                            case HISTOGRAM -> Instrument.Kind.BUCKETS;
                        },
                        metric.name(),
                        metric.unit(),
                        metric.description());
    }

    void collect(MetricSheet sheet) throws BpfException {
        Map<Series, long[]> all = new HashMap<>();
        map.forEach((key, value) -> add(key, value, sheet, all));
        told.retainAll(all.keySet());
        all.forEach((series, numbers) -> write(series, numbers, sheet));
    }

    private void add(StructView key, StructView value, MetricSheet sheet, Map<Series, long[]> to) {
        long number = number(value);
        if (number == 0 && metric.type() != CustomMetric.Type.GAUGE) {
            return; // An array has all entries from the beginning.
        }
        Series series = series(key, sheet);
        if (told.size() < metric.maxSeries()) {
            told.add(series);
        }
        if (!told.contains(series)) {
            series = new Series(Resources.HOST, Map.of(), true);
        }
        Member bucket = layout.bucket();
        int index = bucket == null ? 0 : buckets.index(bucket.number(key, 0));
        to.computeIfAbsent(series, _ -> new long[bucket == null ? 1 : buckets.count()])[index] +=
                number;
    }

    private long number(StructView value) {
        long sum = 0;
        for (int i = 0; i < map.copies(); i++) {
            sum += layout.value().number(value, i * map.stride());
        }
        return sum;
    }

    private Series series(StructView key, MetricSheet sheet) {
        long resource = Resources.HOST;
        Map<Value.Str, Value> labels = new LinkedHashMap<>();
        for (FieldReader each : layout.labels()) {
            if (each.type() == FieldType.CGROUP) {
                resource = sheet.resourceOf(each.number(key));
            }
            Value value = each.read(key, names);
            if (value != null) {
                labels.put(each.name(), value);
            }
        }
        return new Series(resource, labels, false);
    }

    private void write(Series series, long[] numbers, MetricSheet sheet) {
        Attributes to =
                switch (metric.type()) {
                    case COUNTER ->
                            scaled(
                                    sheet.sum(series.resource, instrument, startNs, numbers[0]),
                                    numbers[0]);
                    case GAUGE ->
                            scaled(
                                    sheet.gauge(series.resource, instrument, numbers[0]),
                                    numbers[0]);
                    case HISTOGRAM -> {
                        var point = sheet.buckets(series.resource, instrument, startNs);
                        buckets.write(numbers, point);
                        yield point.attributes();
                    }
                };
        if (series.isOverflow) {
            to.put("otel.metric.overflow", true);
        }
        series.labels.forEach(to::put);
    }

    private Attributes scaled(NumberDataPoint point, long number) {
        if (metric.factor() != 1) {
            point.asDouble(number * metric.factor());
        }
        return point.attributes();
    }
}
