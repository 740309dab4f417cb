// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.MetricType;
import dev.forager.prometheus.exposition.Decimals;
import dev.forager.prometheus.exposition.ExpositionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Finds the point that a series is a part of, by the rules of the collector's receiver. Confined to
 * the loop of its target.
 */
final class SeriesPlaces {
    private static final byte[] NO_KEY = {};
    private static final String TARGET_INFO = "target_info";
    private static final String SCOPE = "otel_scope_";

    private final MetricTree tree;
    private final MetadataTable metadata;
    private final Target target;
    private final Logger log;

    SeriesPlaces(MetricTree tree, MetadataTable metadata, Target target, Logger log) {
        this.tree = tree;
        this.metadata = metadata;
        this.target = target;
        this.log = log;
    }

    /** How a sample comes. */
    enum Form {
        NUMBER,
        /** A native histogram with exponential buckets. */
        EXPONENTIAL,
        /** A native histogram with bounds of its own. */
        CUSTOM
    }

    /** A line for a series with these labels, which are final. */
    SeriesLine line(byte[] key, int hash, Labels labels, Form form) {
        String name = labels.get(Labels.NAME);
        if (name == null) {
            throw new IllegalStateException("labels: no name");
        }
        MetricTree.ResourceNode resource = tree.resource(resource(labels));
        if (name.equals(TARGET_INFO) && form == Form.NUMBER) {
            var line = new SeriesLine(key, hash, name, null, SeriesLine.NO_PART);
            line.info = labels;
            line.resource = resource;
            return line;
        }
        MetadataTable.Membership member = metadata.of(name);
        PointKind kind = kind(member.metadata().type, form);
        MetricTree.ScopeNode scope = resource.scope(labels);
        String bound = bound(kind, name, member.metadata(), labels, form);
        if (bound == null) {
            return new SeriesLine(key, hash, name, null, SeriesLine.NO_PART);
        }
        Family family = scope.family(member.name(), kind, member.metadata(), form != Form.NUMBER);
        Point point = family.point(attributes(family.kind, labels), form != Form.NUMBER);
        return new SeriesLine(
                key, hash, name, point, part(family.kind, point, name, member.metadata(), bound));
    }

    /**
     * A line that is a part of a histogram which is one sample: rules have seen that, not its
     * lines.
     *
     * @param exposed its name
     * @param family the name of the histogram as it is exposed
     * @param labels those of the histogram, which are final
     */
    SeriesLine part(
            byte[] key, int hash, String exposed, String family, Labels labels, String bound) {
        String name = labels.get(Labels.NAME);
        if (name == null) {
            throw new IllegalStateException("labels: no name");
        }
        Double number = exposed.endsWith("_bucket") ? number(bound) : Double.valueOf(0);
        if (number == null) {
            return new SeriesLine(key, hash, exposed, null, SeriesLine.NO_PART);
        }
        MetadataTable.Membership member = metadata.of(name);
        Family converted =
                tree.resource(resource(labels))
                        .scope(labels)
                        .converted(member.name(), member.metadata());
        Point point = converted.point(attributes(PointKind.HISTOGRAM, labels), false);
        int part =
                switch (exposed.substring(family.length())) {
                    case "_sum" -> Point.SUM;
                    case "_count" -> Point.COUNT;
                    case "_created" -> Point.CREATED;
                    default -> ((BucketPoint) point).partOf(bound, number);
                };
        return new SeriesLine(key, hash, exposed, point, part);
    }

    /** A line that no target exposes. */
    SeriesLine report(Labels labels) {
        return line(NO_KEY, 0, labels, Form.NUMBER);
    }

    private MetricTree.ResourceId resource(Labels labels) {
        String job = labels.get("job");
        String instance = labels.get("instance");
        return new MetricTree.ResourceId(
                job == null ? target.label("job") : job,
                instance == null ? target.label("instance") : instance);
    }

    private static PointKind kind(MetricType type, Form form) {
        return switch (form) {
            case EXPONENTIAL -> PointKind.EXPONENTIAL;
            case CUSTOM -> PointKind.HISTOGRAM;
            case NUMBER ->
                    switch (type) {
                        case COUNTER -> PointKind.COUNTER;
                        case HISTOGRAM -> PointKind.HISTOGRAM;
                        case SUMMARY -> PointKind.SUMMARY;
                        case INFO, STATE_SET -> PointKind.SUM;
                        case GAUGE, UNKNOWN, GAUGE_HISTOGRAM -> PointKind.GAUGE;
                    };
        };
    }

    /** The bound of a bucket or quantile; empty for other parts, null when it is missing. */
    private @Nullable String bound(
            PointKind kind, String name, Metadata family, Labels labels, Form form) {
        if (kind.boundLabel.isEmpty()
                || form != Form.NUMBER
                || name.endsWith("_sum")
                || name.endsWith("_count")
                || name.equals(family.family + "_created")) {
            return "";
        }
        String bound = labels.get(kind.boundLabel);
        if (bound != null && number(bound) != null) {
            return bound;
        }
        log.atWarn()
                .addKeyValue(
                        "error",
                        "'%s' label on %s metric is missing or empty"
                                .formatted(
                                        kind.boundLabel,
                                        kind == PointKind.SUMMARY ? "summary" : "histogram"))
                .addKeyValue("metric_name", name)
                .addKeyValue("labels", labels)
                .log("failed to add datapoint");
        return null;
    }

    private static @Nullable Double number(String bound) {
        try {
            return new Decimals().parse(bound);
        } catch (ExpositionException e) {
            return null;
        }
    }

    private static int part(
            PointKind kind, Point point, String name, Metadata family, String bound) {
        if (name.equals(family.family + "_created") && kind != PointKind.GAUGE) {
            return Point.CREATED;
        }
        if (!(point instanceof BucketPoint buckets)) {
            return Point.VALUE;
        }
        if (name.endsWith("_sum")) {
            return Point.SUM;
        }
        if (name.endsWith("_count")) {
            return Point.COUNT;
        }
        Double value = number(bound);
        return buckets.partOf(bound, value == null ? 0 : value);
    }

    /** What is neither the metric's identity, nor its resource's, nor its scope's. */
    private static byte[] attributes(PointKind kind, Labels labels) {
        List<byte[]> parts = new ArrayList<>(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            String name = labels.name(i);
            if (!isElsewhere(name) && !name.equals(kind.boundLabel)) {
                parts.add(Wire.attribute(kind.attributeField, name, labels.value(i)));
            }
        }
        return Wire.join(parts.toArray(byte[][]::new));
    }

    private static boolean isElsewhere(String name) {
        return switch (name) {
            case Labels.NAME, "job", "instance" -> true;
            default -> name.startsWith(SCOPE);
        };
    }
}
