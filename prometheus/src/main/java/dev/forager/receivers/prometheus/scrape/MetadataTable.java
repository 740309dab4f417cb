// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.MetricType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a target says of its families, and to which family a series belongs. The rules are those of
 * the collector's receiver. Confined to the loop of its target.
 */
final class MetadataTable {
    private static final List<String> SUFFIXES =
            List.of("_bucket", "_count", "_sum", "_total", "_info", "_created");

    private static final Set<String> PARTS = Set.of("_bucket", "_count", "_sum", "_created");

    /** What a family costs beside its texts: measured, roughly. */
    private static final int BYTES_PER_FAMILY = 200;

    /** Metadata stays for so many scrapes after it was named last, as in Prometheus. */
    private static final int SCRAPES_KEPT = 10;

    private static final Map<String, Metadata> REPORTS =
            Map.of(
                    "up",
                    Metadata.of("up", MetricType.GAUGE, "The scraping was successful", ""),
                    "scrape_duration_seconds",
                    Metadata.of(
                            "scrape_duration_seconds",
                            MetricType.GAUGE,
                            "Duration of the scrape",
                            "seconds"),
                    "scrape_samples_scraped",
                    Metadata.of(
                            "scrape_samples_scraped",
                            MetricType.GAUGE,
                            "The number of samples the target exposed",
                            ""),
                    "scrape_series_added",
                    Metadata.of(
                            "scrape_series_added",
                            MetricType.GAUGE,
                            "The approximate number of new series in this scrape",
                            ""),
                    "scrape_samples_post_metric_relabeling",
                    Metadata.of(
                            "scrape_samples_post_metric_relabeling",
                            MetricType.GAUGE,
                            "The number of samples remaining after metric relabeling was applied",
                            ""));

    private final Map<String, Metadata> families = new HashMap<>();

    /** Names of series that were given a family, and what they are without their suffix. */
    private final Set<String> asked = new HashSet<>();

    private boolean isLate;
    private long bytes;

    /**
     * The family of a series.
     *
     * @param name the family's name, which is not always that of its metadata
     */
    record Membership(String name, Metadata metadata) {}

    /** Notes a type; true when series that were seen in earlier scrapes change their family. */
    boolean type(String family, MetricType type, int scrape) {
        boolean isNew = !families.containsKey(family);
        Metadata metadata = touch(family, scrape);
        if (metadata.type == type) {
            return false;
        }
        metadata.type = type;
        metadata.version++;
        return !isNew && asked.contains(family);
    }

    Metadata help(String family, String help, int scrape) {
        Metadata metadata = touch(family, scrape);
        if (!metadata.help.equals(help)) {
            bytes += 2L * (help.length() - metadata.help.length());
            metadata.help = help;
            metadata.version++;
        }
        return metadata;
    }

    Metadata unit(String family, String unit, int scrape) {
        Metadata metadata = touch(family, scrape);
        if (!metadata.unit.equals(unit)) {
            bytes += 2L * (unit.length() - metadata.unit.length());
            metadata.unit = unit;
            metadata.version++;
        }
        return metadata;
    }

    private Metadata touch(String family, int scrape) {
        Metadata metadata = families.get(family);
        if (metadata == null) {
            metadata = new Metadata(family);
            families.put(family, metadata);
            bytes += bytes(metadata);
            isLate |= asked.contains(family);
        }
        metadata.scrape = scrape;
        return metadata;
    }

    /** Whether metadata came behind its series since this was asked last. */
    boolean takeLate() {
        boolean was = isLate;
        isLate = false;
        return was;
    }

    @Nullable Metadata get(String family) {
        return families.get(family);
    }

    /** Forgets what was not named for a while. */
    void expire(int scrape) {
        removeIf(each -> scrape - each.scrape > SCRAPES_KEPT);
    }

    /** Forgets some of it. */
    void removeIf(Predicate<Metadata> condition) {
        families.values()
                .removeIf(
                        each -> {
                            boolean isGone = condition.test(each);
                            bytes -= isGone ? bytes(each) : 0;
                            return isGone;
                        });
    }

    int size() {
        return families.size();
    }

    /** About what all of it costs. */
    long bytes() {
        return bytes;
    }

    private static long bytes(Metadata metadata) {
        return BYTES_PER_FAMILY
                + 2L * (metadata.family.length() + metadata.help.length() + metadata.unit.length());
    }

    /** How many names of series are remembered. */
    int asked() {
        return asked.size();
    }

    /** Forgets the names of series. */
    void forgetAsked() {
        asked.clear();
    }

    /** Remembers the name of a series. */
    void ask(String name) {
        asked.add(name);
        asked.add(withoutSuffix(name));
    }

    /** The family of a series called {@code name}. */
    Membership of(String name) {
        Metadata report = REPORTS.get(name);
        if (report != null) {
            return new Membership(name, report);
        }
        String plain = withoutSuffix(name);
        ask(name);
        Metadata own = families.get(name);
        if (own != null) {
            return new Membership(name, own);
        }
        Metadata merged = families.get(plain);
        if (merged == null) {
            return new Membership(name, new Metadata(name));
        }
        if (merged.type != MetricType.COUNTER) {
            return new Membership(plain, merged);
        }
        return new Membership(name.endsWith("_created") ? plain + "_total" : name, merged);
    }

    /** The histogram that a series is a part of; null where it is none. */
    @Nullable String histogramOf(String name) {
        String plain = withoutSuffix(name);
        ask(name);
        Metadata family = families.get(plain);
        return !plain.equals(name)
                        && family != null
                        && family.type == MetricType.HISTOGRAM
                        && PARTS.contains(name.substring(plain.length()))
                ? plain
                : null;
    }

    static String withoutSuffix(String name) {
        for (String suffix : SUFFIXES) {
            if (name.endsWith(suffix) && name.length() > suffix.length()) {
                return name.substring(0, name.length() - suffix.length());
            }
        }
        return name;
    }
}
