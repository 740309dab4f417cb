// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.pdata.ContentKey;
import dev.forager.pipeline.series.SeriesStore;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.MetricType;
import dev.forager.prometheus.UntranslatableException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every series that is served, bounded and expiring. A series has two names: what OTLP says of it,
 * by which its points are found, and its labels, which must be its own. Confined to the exporter's
 * lock.
 */
final class ServedTable {
    private static final MetricFamily TARGET_INFO =
            new MetricFamily("target_info", MetricType.GAUGE, "Target metadata", "");

    private final SeriesStore<ServedSeries> store;
    private final TreeMap<String, ServedFamily> families = new TreeMap<>(Labels::compare);
    private final SeriesStore<ServedSeries> targetStore;
    private final ServedFamily targets;

    /** What became of a point. */
    enum Outcome {
        TAKEN,
        /** Older than what is served, or counted already. */
        LATE,
        /** The name has another type. */
        TYPE,
        /** Another series has the same labels. */
        LABELS,
        FULL
    }

    /**
     * An empty table.
     *
     * @param store holds the series
     * @param targetStore holds the series that describe targets
     * @param namespace in front of the name of those
     */
    ServedTable(
            SeriesStore<ServedSeries> store,
            SeriesStore<ServedSeries> targetStore,
            String namespace) {
        this.store = store;
        this.targetStore = targetStore;
        String name = TARGET_INFO.name();
        targets =
                new ServedFamily(
                        new MetricFamily(
                                namespace.isEmpty() ? name : namespace + "_" + name,
                                TARGET_INFO.type(),
                                TARGET_INFO.help(),
                                ""));
    }

    SeriesStore.Group<ServedSeries> group(ContentKey metric) {
        return store.group(metric);
    }

    /** The series of a point, which counts as seen now. */
    SeriesStore.@Nullable Series<ServedSeries> find(
            SeriesStore.Group<ServedSeries> group, ContentKey point, long nanos) {
        return store.find(group, point, nanos);
    }

    /** Gives a series its next value. */
    Outcome update(SeriesStore.Series<ServedSeries> series, ServedValue come, boolean isDelta)
            throws UntranslatableException {
        ServedSeries served = series.state();
        ServedValue next = Accumulation.next(served.value(), come, isDelta);
        if (next == null) {
            return Outcome.LATE;
        }
        served.value(next);
        store.replace(series, served, served.byteSize());
        return Outcome.TAKEN;
    }

    /** The family of this name, if any. */
    @Nullable MetricFamily family(String name) {
        ServedFamily family = families.get(name);
        return family == null ? null : family.family();
    }

    /** Begins to serve a series. */
    Outcome add(
            SeriesStore.Group<ServedSeries> group,
            ContentKey point,
            MetricFamily metadata,
            Labels labels,
            ServedValue value,
            long nanos) {
        ServedFamily family = families.get(metadata.name());
        if (family == null) {
            family = new ServedFamily(metadata);
        } else if (family.family().type() != metadata.type()) {
            return Outcome.TYPE;
        }
        ServedSeries made = family.add(labels, value);
        if (made == null) {
            return Outcome.LABELS;
        }
        if (store.add(group, point, made, made.byteSize(), nanos) == null) {
            family.remove(made);
            return Outcome.FULL;
        }
        families.putIfAbsent(metadata.name(), family);
        return Outcome.TAKEN;
    }

    /** Ends a series. */
    void remove(SeriesStore.Series<ServedSeries> series) {
        store.remove(series);
        forget(series.state());
    }

    private void forget(ServedSeries gone) {
        ServedFamily family = gone.family();
        family.remove(gone);
        if (family.isEmpty()) {
            families.remove(family.family().name(), family);
        }
    }

    /** Serves what a target is; its latest description stays. */
    void describe(ContentKey target, Labels labels, ServedValue one, long nanos) {
        var group = targetStore.group(target);
        var known = targetStore.find(group, target, nanos);
        if (known != null) {
            if (known.state().labels().equals(labels)) {
                return;
            }
            targetStore.remove(known);
            targets.remove(known.state());
        }
        ServedSeries made = targets.add(labels, one);
        if (made != null && targetStore.add(group, target, made, made.byteSize(), nanos) == null) {
            targets.remove(made);
        }
    }

    /** Forgets what was last seen before this moment. */
    void expire(long nanos) {
        store.expire(nanos, this::forget);
        targetStore.expire(nanos, targets::remove);
    }

    /** Everything, as it is now. */
    ServedPage snapshot() {
        List<ServedPage.Family> all = new ArrayList<>(families.size() + 1);
        String name = targets.family().name();
        boolean hasTargets = targets.isEmpty() || families.containsKey(name);
        for (ServedFamily family : families.values()) {
            if (!hasTargets && Labels.compare(family.family().name(), name) > 0) {
                all.add(targets.snapshot());
                hasTargets = true;
            }
            all.add(family.snapshot());
        }
        if (!hasTargets) {
            all.add(targets.snapshot());
        }
        return new ServedPage(all);
    }

    long size() {
        return store.size() + targetStore.size();
    }

    long bytes() {
        return store.bytes() + targetStore.bytes();
    }

    void clear() {
        store.clear();
        targetStore.clear();
        families.clear();
        targets.clear();
    }
}
