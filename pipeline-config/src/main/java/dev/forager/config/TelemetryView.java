// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Key;
import dev.forager.pipeline.config.Validation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Changes what instruments give. Immutable. */
public record TelemetryView(
        @Doc("Which instruments.") @Nullable Selector selector,
        @Doc("What they give.") @Nullable Stream stream) {

    /** A selector is needed. */
    public TelemetryView {
        Validation.require(selector != null, "selector", "view: no selector provided");
    }

    /** Kinds of instrument. */
    public enum InstrumentType {
        COUNTER,
        HISTOGRAM,
        OBSERVABLE_COUNTER,
        OBSERVABLE_GAUGE,
        OBSERVABLE_UP_DOWN_COUNTER,
        UP_DOWN_COUNTER
    }

    /** Which instruments: those that match all that is given. */
    public record Selector(
            @Doc("Name; * and ? are wildcards.") @Nullable String instrumentName,
            @Doc("Kind.") @Nullable InstrumentType instrumentType,
            @Doc("Unit.") @Nullable String unit,
            @Doc("Name of the meter.") @Nullable String meterName,
            @Doc("Version of the meter.") @Nullable String meterVersion,
            @Doc("Schema of the meter.") @Nullable String meterSchemaUrl) {

        /** Something must be given. */
        public Selector {
            Validation.require(
                    instrumentName != null
                            || instrumentType != null
                            || unit != null
                            || meterName != null
                            || meterVersion != null
                            || meterSchemaUrl != null,
                    "view_selector: empty selector not supported");
        }
    }

    /** What instruments give. */
    public record Stream(
            @Doc("Another name.") @Nullable String name,
            @Doc("Another description.") @Nullable String description,
            @Doc("Another aggregation.") @Nullable Aggregation aggregation,
            @Doc("Attributes that stay.")
                    TelemetryMetrics.@Nullable IncludeExclude attributeKeys) {}

    /** An aggregation: the first that is given, in this order. */
    public record Aggregation(
            @Doc("Histogram with exponential buckets.")
                    @Nullable Exponential base2ExponentialBucketHistogram,
            @Doc("As without this view.") @Key("default")
                    @Nullable Map<String, @Nullable Object> default_,
            @Doc("Nothing.") @Nullable Map<String, @Nullable Object> drop,
            @Doc("Histogram with given buckets.") @Nullable Explicit explicitBucketHistogram,
            @Doc("The last value.") @Nullable Map<String, @Nullable Object> lastValue,
            @Doc("The sum.") @Nullable Map<String, @Nullable Object> sum) {}

    /** Histogram with exponential buckets. */
    public record Exponential(
            @Doc("Greatest scale.") @Default("20") int maxScale,
            @Doc("Greatest number of buckets.") @Default("160") int maxSize,
            @Doc("Whether least and greatest are kept.") @Default("false") boolean recordMinMax) {}

    /** Histogram with given buckets. */
    public record Explicit(
            @Doc("Upper bounds of the buckets, rising.") @Default("[]") List<Double> boundaries,
            @Doc("Whether least and greatest are kept.") @Default("false") boolean recordMinMax) {

        /** Bounds must rise. */
        public Explicit {
            boundaries = List.copyOf(boundaries);
            for (int i = 1; i < boundaries.size(); i++) {
                Validation.require(
                        boundaries.get(i - 1) < boundaries.get(i),
                        "boundaries",
                        "boundaries must rise");
            }
        }
    }
}
