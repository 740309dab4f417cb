// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static dev.forager.pipeline.config.Validation.refuse;
import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.OttlException;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.config.RefusesNull;
import java.util.List;
import java.util.Map;

/**
 * A policy without parts, which may stand anywhere. As in the Go collector, the section that bears
 * the name of the type counts, and others may be there.
 */
@IgnoredKey(
        keys = {
            "always_sample",
            "trace_flags",
            "and",
            "not",
            "drop",
            "composite",
            IgnoredKey.ANY_SECTION
        },
        types = Map.class,
        reason = "no policy that may stand here has such settings")
public record SharedPolicyConfig(
        @Doc("Name for metrics; at the top level required and unique.") @Default("\"\"")
                String name,
        @Doc("What the policy looks at.") PolicyType type,
        @Doc("Settings of `latency`.") @Default("{}") Latency latency,
        @Doc("Settings of `numeric_attribute`.") @Default("{}") NumericAttribute numericAttribute,
        @Doc("Settings of `probabilistic`.") @Default("{}") Probabilistic probabilistic,
        @Doc("Settings of `status_code`.") @Default("{}") StatusCodes statusCode,
        @Doc("Settings of `string_attribute`.") @Default("{}") StringAttribute stringAttribute,
        @Doc("Settings of `rate_limiting`.") @Default("{}") RateLimiting rateLimiting,
        @Doc("Settings of `bytes_limiting`.") @Default("{}") BytesLimiting bytesLimiting,
        @Doc("Settings of `span_count`.") @Default("{}") SpanCount spanCount,
        @Doc("Settings of `trace_state`.") @Default("{}") TraceState traceState,
        @Doc("Settings of `boolean_attribute`.") @Default("{}") BooleanAttribute booleanAttribute,
        @Doc("Settings of `ottl_condition`.") @Default("{}") OttlCondition ottlCondition) {
    private static final List<String> STATUS_CODES = List.of("OK", "ERROR", "UNSET");

    /**
     * Refuses settings that do not go together.
     *
     * @param key of this policy, from the processor on
     */
    void check(String key) {
        switch (type) {
            case NUMERIC_ATTRIBUTE ->
                    require(
                            numericAttribute.minValue != 0 || numericAttribute.maxValue != 0,
                            key + "::numeric_attribute",
                            refused("At least one of minValue or maxValue must be set"));
            case PROBABILISTIC ->
                    require(
                            !Double.isNaN(probabilistic.samplingPercentage),
                            key + "::probabilistic::sampling_percentage",
                            refused("NaN is no percentage"));
            case STATUS_CODE -> checkStatusCodes(key + "::status_code::status_codes");
            case STRING_ATTRIBUTE -> checkPatterns(key + "::string_attribute::values");
            case OTTL_CONDITION -> checkConditions(key + "::ottl_condition");
            case ALWAYS_SAMPLE,
                    LATENCY,
                    RATE_LIMITING,
                    BYTES_LIMITING,
                    SPAN_COUNT,
                    TRACE_STATE,
                    BOOLEAN_ATTRIBUTE,
                    TRACE_FLAGS,
                    COMPOSITE,
                    AND,
                    NOT,
                    DROP -> {}
        }
    }

    /** Duration of the trace. */
    public record Latency(
            @Doc("Traces that last longer match, in milliseconds.") @Default("0") long thresholdMs,
            @Doc("Traces that last longer than this do not; 0 is no bound.") @Default("0")
                    long upperThresholdMs) {}

    /** An integer attribute of a span or resource; one of another kind counts as 0. */
    public record NumericAttribute(
            @Doc("Attribute of a span or resource.") @Default("\"\"") String key,
            @Doc("Least value; 0 is no bound.") @Default("0") long minValue,
            @Doc("Greatest value; 0 is no bound.") @Default("0") long maxValue,
            @Doc("Samples traces in which nothing matches.") @Default("false")
                    boolean invertMatch) {}

    /** A share of all traces. */
    public record Probabilistic(
            @Doc("Salt of the hash; the same in collectors that shall choose the same traces.")
                    @Default("\"\"")
                    String hashSalt,
            @Doc("Percentage of the traces.") @Default("0") double samplingPercentage) {}

    /** Status of any span. */
    public record StatusCodes(
            @Doc("Any of `OK`, `ERROR` and `UNSET`.") @Default("[]") List<String> statusCodes) {
        public StatusCodes {
            statusCodes = List.copyOf(statusCodes);
        }
    }

    /** A string attribute of a span or resource. */
    public record StringAttribute(
            @Doc("Attribute of a span or resource.") @Default("\"\"") String key,
            @Doc("Values, or patterns of RE2 that occur in the value.") @Default("[]")
                    List<String> values,
            @Doc("Takes `values` as patterns.") @Default("false") boolean enabledRegexMatching,
            @Doc("Values whose match is remembered, with patterns; 0 is 128.") @Default("0")
                    int cacheMaxSize,
            @Doc("Samples traces in which nothing matches.") @Default("false")
                    boolean invertMatch) {
        public StringAttribute {
            values = List.copyOf(values);
        }
    }

    /** A rate of spans. */
    public record RateLimiting(
            @Doc("Spans a second in the long run.") @Default("0") long spansPerSecond,
            @Doc("Spans at once, and in the largest trace; 0 is twice the rate.") @Default("0")
                    long burstCapacity) {}

    /** A rate of bytes, as protobuf. */
    public record BytesLimiting(
            @Doc("Bytes a second in the long run.") @Default("0") long bytesPerSecond,
            @Doc("Bytes at once, and of the largest trace; 0 is twice the rate.") @Default("0")
                    long burstCapacity) {}

    /** The number of spans. */
    public record SpanCount(
            @Doc("Least number.") @Default("0") int minSpans,
            @Doc("Greatest number; 0 is no bound.") @Default("0") int maxSpans) {}

    /** A member of the trace state of any span. */
    public record TraceState(
            @Doc("Key of the member.") @Default("\"\"") String key,
            @Doc("Values that match.") @Default("[]") List<String> values) {
        public TraceState {
            values = List.copyOf(values);
        }
    }

    /** A boolean attribute of a span or resource; one of another kind counts as false. */
    public record BooleanAttribute(
            @Doc("Attribute of a span or resource.") @Default("\"\"") String key,
            @Doc("Value that matches.") @Default("false") boolean value,
            @Doc("Samples traces in which nothing matches.") @Default("false")
                    boolean invertMatch) {}

    /** Conditions of which one must hold. */
    public record OttlCondition(
            @Doc("What becomes of a condition that fails; with `propagate` the policy has no vote.")
                    @Default("silent")
                    @RefusesNull("unknown error mode")
                    ErrorMode errorMode,
            @Doc("Conditions on spans.") @Default("[]") List<LocatedText> span,
            @Doc("Conditions on span events.") @Default("[]") List<LocatedText> spanevent) {
        public OttlCondition {
            span = List.copyOf(span);
            spanevent = List.copyOf(spanevent);
        }
    }

    /** Whether a later span, or another trace, could change what the policy has said. */
    boolean isStateful() {
        return switch (type) {
            case LATENCY -> latency.upperThresholdMs > 0;
            case SPAN_COUNT -> spanCount.maxSpans > 0;
            case RATE_LIMITING, BYTES_LIMITING -> true;
            case ALWAYS_SAMPLE,
                    NUMERIC_ATTRIBUTE,
                    PROBABILISTIC,
                    STATUS_CODE,
                    STRING_ATTRIBUTE,
                    TRACE_STATE,
                    BOOLEAN_ATTRIBUTE,
                    TRACE_FLAGS,
                    OTTL_CONDITION,
                    COMPOSITE,
                    AND,
                    NOT,
                    DROP ->
                    false;
        };
    }

    /** Refuses a type with parts other than those that may stand here. */
    void checkSimpleOr(String key, PolicyType... composed) {
        boolean isSimple = type.compareTo(PolicyType.COMPOSITE) < 0;
        require(
                isSimple || List.of(composed).contains(type),
                key + "::type",
                refused("unknown sampling policy type " + type));
        check(key);
    }

    private void checkStatusCodes(String key) {
        require(
                !statusCode.statusCodes.isEmpty(),
                key,
                refused("expected at least one status code to filter on"));
        requireEach(
                statusCode.statusCodes,
                key,
                (code, at) ->
                        require(
                                STATUS_CODES.contains(code),
                                at,
                                refused(
                                        "unknown status code \"%s\", supported: OK, ERROR, UNSET"
                                                .formatted(code))));
    }

    private void checkConditions(String key) {
        require(
                !ottlCondition.span.isEmpty() || !ottlCondition.spanevent.isEmpty(),
                key,
                refused("expected at least one OTTL condition to filter on"));
        try {
            OttlPolicy.check(ottlCondition);
        } catch (OttlException e) {
            refuse(InvalidConfigException.ofLines(refused(String.valueOf(e.getMessage())), key));
        }
    }

    private void checkPatterns(String key) {
        if (stringAttribute.enabledRegexMatching) {
            requireEach(stringAttribute.values, key, this::checkPattern);
        }
    }

    private void checkPattern(String pattern, String key) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            refuse(
                    new InvalidConfigException(
                            refused("invalid regex `%s`: %s".formatted(pattern, e.getMessage())),
                            key));
        }
    }

    /** What the Go collector says of a policy that cannot be made. */
    String refused(String reason) {
        return "failed to create policy evaluator for \"%s\": %s".formatted(name, reason);
    }
}
