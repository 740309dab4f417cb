// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.Validation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map of a user's object that becomes a metric. */
public record CustomMetric(
        @Doc("The map; its keys are the labels.") String map,
        @Doc("Name of the metric.") String name,
        @Doc(
                        "What its values are: counter (they only grow), gauge, histogram (counts of buckets,"
                                + " whose number is the last field of the key).")
                Type type,
        @Doc("Unit (UCUM).") @Default("'1'") String unit,
        @Doc("One sentence on it.") @Default("''") String description,
        @Doc("Fields of the key, in their order.") @Default("[]") List<CustomField> labels,
        @Doc("Which field of the value it is, where that is a struct.") @Nullable String value,
        @Doc("What values, or bounds of buckets, are multiplied by: 0.000000001 turns ns into s.")
                @Default("1")
                double factor,
        @Doc(
                        "Buckets of a histogram: log2 (bucket i counts 2^i to 2^(i+1)-1, bucket 0 also 0),"
                                + " linear (i*width to (i+1)*width-1), explicit (up to bounds[i]).")
                @Nullable Scale scale,
        @Doc("Width of a bucket of a linear histogram.") @Default("0") @Min(0) long width,
        @Doc("How many buckets a linear histogram has below the last one, which has no end.")
                @Default("64")
                @Min(1)
                @Max(1024)
                int buckets,
        @Doc("Upper bounds of the buckets of an explicit histogram.") @Default("[]")
                List<Double> bounds,
        @Doc("Series that are told apart; the others are one.")
                @Default("1000")
                @Min(1)
                @Max(100_000)
                int maxSeries) {
    /** Checks what can be checked without the object. */
    public CustomMetric {
        labels = List.copyOf(labels);
        bounds = List.copyOf(bounds);
        List<CustomField> fields = labels;
        List<Double> ends = bounds;
        Validation.require(!map.isBlank(), "map", "empty (expected: a map of the object)");
        Validation.require(!name.isBlank(), "name", "empty (expected: the name of a metric)");
        Validation.require(
                factor > 0 && Double.isFinite(factor),
                "factor",
                "%s (expected: above 0)".formatted(factor));
        requireScale(type, scale, width, ends);
        Validation.requireEach(fields, "labels", CustomMetric::requireNoTime);
    }

    private static void requireNoTime(CustomField label, String key) {
        Validation.require(
                label.type() != FieldType.KTIME,
                key + "::type",
                "ktime (expected: another type, since every time is a series of its own)");
    }

    private static void requireScale(
            Type type, @Nullable Scale scale, long width, List<Double> bounds) {
        Validation.require(
                (type == Type.HISTOGRAM) == (scale != null),
                "scale",
                type == Type.HISTOGRAM
                        ? "missing (expected: log2, linear or explicit)"
                        : "of no histogram (expected: none)");
        Validation.require(
                (scale == Scale.LINEAR) == (width > 0),
                "width",
                "%d (expected: above 0 for a linear histogram, else none)".formatted(width));
        Validation.require(
                (scale == Scale.EXPLICIT) != bounds.isEmpty(),
                "bounds",
                "%d of them (expected: some for an explicit histogram, else none)"
                        .formatted(bounds.size()));
        for (int i = 1; i < bounds.size(); i++) {
            Validation.require(
                    bounds.get(i) > bounds.get(i - 1),
                    "bounds::[%d]".formatted(i),
                    "%s (expected: above %s)".formatted(bounds.get(i), bounds.get(i - 1)));
        }
    }

    /** What values are. */
    public enum Type {
        /** They only grow. */
        COUNTER,
        /** They are what they are now. */
        GAUGE,
        /** They are counts of buckets. */
        HISTOGRAM
    }

    /** How buckets are numbered. */
    public enum Scale {
        /** By powers of two. */
        LOG2,
        /** All of the same width. */
        LINEAR,
        /** By bounds that are given. */
        EXPLICIT
    }
}
