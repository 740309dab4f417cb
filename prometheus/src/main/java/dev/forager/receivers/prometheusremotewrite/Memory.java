// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricFamily;
import dev.forager.prometheus.MetricType;
import dev.forager.prometheus.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered between requests: descriptions of targets, and the types that remote write 1.0
 * sends apart. Thread-safe; a restart forgets it, and Prometheus sends both again within minutes.
 */
final class Memory {
    /** Chosen: a description is a handful of labels. */
    private static final int MOST_CHARACTERS = 16_384;

    private static final List<String> SUFFIXES =
            List.of("_total", "_bucket", "_sum", "_count", "_created");

    private final RecentlyUsed<Target, Labels> targets;
    private final RecentlyUsed<String, MetricFamily> families;

    Memory(int maxTargets, int maxFamilies) {
        targets = new RecentlyUsed<>(maxTargets);
        families = new RecentlyUsed<>(maxFamilies);
    }

    /** Takes in a series {@code target_info}, or forgets the target when it ends. */
    void describe(Series info) {
        Target target = Target.of(info.labels());
        boolean isOver = info.size() > 0 && info.valueBits(info.size() - 1) == Series.STALE;
        if (isOver) {
            targets.remove(target);
        } else if (characters(info.labels()) <= MOST_CHARACTERS) {
            targets.put(target, info.labels());
        }
    }

    private static int characters(Labels labels) {
        int sum = 0;
        for (int i = 0; i < labels.size(); i++) {
            sum += labels.name(i).length() + labels.value(i).length();
        }
        return sum;
    }

    /** The labels of a target's {@code target_info}; null if none is known. */
    @Nullable Labels description(Target target) {
        return targets.get(target);
    }

    /** Takes in a type. */
    void learn(MetricFamily family) {
        if (family.name().length() + family.help().length() + family.unit().length()
                <= MOST_CHARACTERS) {
            families.put(family.name(), family);
        }
    }

    /** What is known of the metric that a series belongs to. */
    MetricFamily family(Series series) {
        MetricFamily said = series.family();
        if (said.type() != MetricType.UNKNOWN) {
            return said;
        }
        MetricFamily known = families.get(said.name());
        for (int i = 0; known == null && i < SUFFIXES.size(); i++) {
            if (said.name().endsWith(SUFFIXES.get(i))) {
                int length = said.name().length() - SUFFIXES.get(i).length();
                known = families.get(said.name().substring(0, length));
            }
        }
        return known == null
                ? said
                : new MetricFamily(said.name(), known.type(), known.help(), known.unit());
    }
}
