// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import dev.forager.receivers.prometheus.config.PromDuration;
import dev.forager.receivers.prometheus.config.ScrapeConfig;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import dev.forager.receivers.prometheus.relabel.LabelSet;
import dev.forager.receivers.prometheus.relabel.RelabelRules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes targets of what discovery finds, as Prometheus does. Immutable, hence thread-safe. */
final class TargetLabels {
    private static final String META = "__meta_";

    private final ScrapeJob job;
    private final RelabelRules rules;
    private final Map<String, List<String>> params = new LinkedHashMap<>();

    TargetLabels(ScrapeJob job) {
        this.job = job;
        rules = RelabelRules.of(job.config().relabelConfigs(), job.isLegacy());
        job.config().params().forEach((name, values) -> params.put(name, values));
    }

    /**
     * The target; null when rules drop it.
     *
     * @throws IllegalArgumentException when it cannot be scraped, with the reason
     */
    @Nullable Target of(Map<String, String> own, Map<String, String> group) {
        LabelSet labels = discovered(own, group);
        Labels discovered = labels.build();
        if (!rules.apply(labels)) {
            return null;
        }
        check(labels);
        for (String name : labels.names()) {
            if (name.startsWith(META)) {
                labels.set(name, "");
            }
        }
        if (!labels.has("instance")) {
            labels.set("instance", labels.get(Target.ADDRESS));
        }
        return Target.of(labels.build(), discovered, params);
    }

    /** The labels before relabelling. */
    LabelSet discovered(Map<String, String> own, Map<String, String> group) {
        LabelSet labels = new LabelSet();
        group.forEach(labels::set);
        own.forEach(labels::set);
        addDefaults(labels);
        return labels;
    }

    private void addDefaults(LabelSet labels) {
        ScrapeConfig config = job.config();
        setIfAbsent(labels, "job", job.name());
        setIfAbsent(labels, Target.INTERVAL, job.interval().toString());
        setIfAbsent(labels, Target.TIMEOUT, job.timeout().toString());
        setIfAbsent(labels, Target.PATH, config.metricsPath());
        setIfAbsent(labels, Target.SCHEME, config.scheme());
        setIfAbsent(labels, "__convert_classic_histograms_to_nhcb__", bool(job.convertsToNhcb()));
        setIfAbsent(labels, "__always_scrape_classic_histograms__", bool(job.keepsClassic()));
        setIfAbsent(labels, "__scrape_native_histograms__", bool(job.takesNative()));
        params.forEach(
                (name, values) -> {
                    if (!values.isEmpty()) {
                        setIfAbsent(labels, Target.PARAM + name, values.getFirst());
                    }
                });
    }

    private static String bool(boolean value) {
        return Boolean.toString(value);
    }

    private static void setIfAbsent(LabelSet labels, String name, String value) {
        if (!labels.has(name)) {
            labels.set(name, value);
        }
    }

    private static void check(LabelSet labels) {
        String address = labels.get(Target.ADDRESS);
        require(!address.isEmpty(), "no address");
        require(address.indexOf('/') < 0, "\"%s\" is not a valid hostname".formatted(address));
        Duration interval = duration(labels, Target.INTERVAL, "interval");
        Duration timeout = duration(labels, Target.TIMEOUT, "timeout");
        require(
                timeout.compareTo(interval) <= 0,
                "scrape timeout cannot be greater than scrape interval (\"%s\" > \"%s\")"
                        .formatted(labels.get(Target.TIMEOUT), labels.get(Target.INTERVAL)));
    }

    private static Duration duration(LabelSet labels, String name, String what) {
        Duration value;
        try {
            value = PromDuration.parse(labels.get(name)).value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "error parsing scrape %s: %s".formatted(what, e.getMessage()), e);
        }
        require(!value.isZero(), "scrape %s cannot be 0".formatted(what));
        return value;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
