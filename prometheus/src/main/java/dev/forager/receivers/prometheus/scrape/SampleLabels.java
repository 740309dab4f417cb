// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.exposition.ExpositionException;
import dev.forager.receivers.prometheus.config.LabelText;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import dev.forager.receivers.prometheus.relabel.LabelSet;
import dev.forager.receivers.prometheus.relabel.RelabelRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The labels that a series has in the end: its own, those of its target, what the rules make of
 * them. Immutable, hence thread-safe.
 */
final class SampleLabels {
    private static final String EXPORTED = "exported_";
    private static final int MOST_QUOTED = 50;

    private final ScrapeJob job;
    private final RelabelRules rules;
    private final Labels target;
    private final Labels external;

    SampleLabels(ScrapeJob job, RelabelRules rules, Labels target, Labels external) {
        this.job = job;
        this.rules = rules;
        this.target = target;
        this.external = external;
    }

    /**
     * The labels; null when rules drop the series.
     *
     * @throws ExpositionException when they are not allowed, which fails the scrape
     */
    @Nullable Labels of(Labels exposed) throws ExpositionException {
        LabelSet labels = LabelSet.of(exposed);
        if (job.config().honorLabels()) {
            for (int i = 0; i < target.size(); i++) {
                if (!labels.has(target.name(i))) {
                    labels.set(target.name(i), target.value(i));
                }
            }
        } else {
            override(labels);
        }
        if (!rules.apply(labels) || labels.size() == 0) {
            return null;
        }
        Labels built = labels.build();
        check(built);
        return withExternal(built);
    }

    /** The labels of a series that the scrape itself reports. */
    Labels ofReport(String name) {
        LabelSet labels = new LabelSet().set(Labels.NAME, name);
        for (int i = 0; i < target.size(); i++) {
            labels.set(target.name(i), target.value(i));
        }
        return withExternal(labels.build());
    }

    private Labels withExternal(Labels labels) {
        Labels all = labels;
        for (int i = 0; i < external.size(); i++) {
            all = all.with(external.name(i), external.value(i));
        }
        return all;
    }

    private void override(LabelSet labels) {
        List<String[]> hidden = new ArrayList<>();
        for (int i = 0; i < target.size(); i++) {
            String name = target.name(i);
            if (labels.has(name)) {
                hidden.add(new String[] {name, labels.get(name)});
            }
            labels.set(name, target.value(i));
        }
        hidden.sort(Comparator.comparingInt(pair -> pair[0].length()));
        for (String[] pair : hidden) {
            String name = EXPORTED + pair[0];
            while (labels.has(name)) {
                name = EXPORTED + name;
            }
            labels.set(name, pair[1]);
        }
    }

    private void check(Labels labels) throws ExpositionException {
        String name = labels.get(Labels.NAME);
        if (name == null) {
            throw new ExpositionException("missing metric name (__name__ label)");
        }
        if (!isAllowed(name, labels)) {
            throw new ExpositionException("invalid metric name or label names: " + labels);
        }
        checkLimits(name, labels, job.limits());
    }

    private boolean isAllowed(String name, Labels labels) {
        if (!LabelText.isMetricName(name, job.isLegacy())) {
            return false;
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!LabelText.isName(labels.name(i), job.isLegacy())) {
                return false;
            }
        }
        return true;
    }

    private static void checkLimits(String metric, Labels labels, ScrapeJob.Limits limits)
            throws ExpositionException {
        String name = cut(metric);
        if (limits.labels() > 0 && labels.size() > limits.labels()) {
            throw new ExpositionException(
                    "label_limit exceeded (metric: %s, number of labels: %d, limit: %d)"
                            .formatted(name, labels.size(), limits.labels()));
        }
        if (limits.nameLength() == 0 && limits.valueLength() == 0) {
            return;
        }
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.name(i);
            String value = labels.value(i);
            if (limits.nameLength() > 0 && bytes(label) > limits.nameLength()) {
                throw new ExpositionException(
                        "label_name_length_limit exceeded (metric: %s, label name: %s, length: %d, limit: %d)"
                                .formatted(name, cut(label), bytes(label), limits.nameLength()));
            }
            if (limits.valueLength() > 0 && bytes(value) > limits.valueLength()) {
                throw new ExpositionException(
                        "label_value_length_limit exceeded (metric: %s, label name: %s, value: \"%s\", length: %d, limit: %d)"
                                .formatted(
                                        name,
                                        cut(label),
                                        cut(value),
                                        bytes(value),
                                        limits.valueLength()));
            }
        }
    }

    /** Limits are about bytes, as in Prometheus. */
    private static int bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                // A surrogate is half of four bytes, others beyond ASCII are two or three.
                bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
            }
        }
        return bytes;
    }

    private static String cut(String text) {
        return text.length() > MOST_QUOTED ? text.substring(0, MOST_QUOTED) : text;
    }
}
