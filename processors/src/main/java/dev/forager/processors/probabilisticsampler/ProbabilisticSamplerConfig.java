// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pdata.GoFloat;
import dev.forager.pdata.ValueText;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import dev.forager.processors.sampling.Threshold;

/** Which share is kept, and by what the choice is made. */
public record ProbabilisticSamplerConfig(
        @Doc("Share that is kept, in percent; 100 and more keeps everything, 0 nothing.")
                @Default("0")
                double samplingPercentage,
        @Doc("Seed of the hash; all collectors of one tier need the same.")
                @Default("0")
                @Min(0)
                @Max(4_294_967_295L)
                long hashSeed,
        @Doc("`hash_seed`, `equalizing` or `proportional`.") @Default("''") SamplerMode mode,
        @Doc("Drop items whose randomness is missing or cannot be read; false keeps them.")
                @Default("true")
                boolean failClosed,
        @Doc("Hexadecimal digits of the threshold that are written, 1 to 14.") @Default("4")
                int samplingPrecision,
        @Doc("Logs: what is hashed, `traceID` or `record`.") @Default("traceID")
                String attributeSource,
        @Doc("Logs: attribute that is hashed where there is no trace id, or always for `record`.")
                @Default("''")
                String fromAttribute,
        @Doc("Logs: attribute that holds a sampling percentage of the record's own.") @Default("''")
                String samplingPriority) {
    static final String TRACE_ID = "traceID";
    private static final String RECORD = "record";

    public ProbabilisticSamplerConfig {
        requirePercentage(samplingPercentage);
        require(
                attributeSource.isEmpty()
                        || attributeSource.equals(TRACE_ID)
                        || attributeSource.equals(RECORD),
                "attribute_source",
                "invalid attribute source: %s. Expected: traceID or record"
                        .formatted(attributeSource));
        requirePrecision(samplingPrecision);
    }

    private static void requirePercentage(double samplingPercentage) {
        float percent = (float) samplingPercentage;
        double ratio = percent / 100.0;

        require(
                Float.isFinite(percent),
                "sampling_percentage",
                "sampling rate is invalid: %s%%".formatted(GoFloat.plain(percent)));
        require(
                ratio >= 0,
                "sampling_percentage",
                "sampling rate is negative: %f%%".formatted(percent));
        require(
                ratio == 0 || ratio >= Threshold.LEAST_PROBABILITY,
                "sampling_percentage",
                "sampling rate is too small: %s%%"
                        .formatted(ValueText.of(Double.parseDouble(Float.toString(percent)))));
    }

    private static void requirePrecision(int samplingPrecision) {

        require(
                samplingPrecision > 0,
                "sampling_precision",
                "invalid sampling precision: %d".formatted(samplingPrecision));
        require(
                samplingPrecision <= Threshold.DIGITS,
                "sampling_precision",
                "sampling precision is too great, should be <= 14: %d"
                        .formatted(samplingPrecision));
    }
}
