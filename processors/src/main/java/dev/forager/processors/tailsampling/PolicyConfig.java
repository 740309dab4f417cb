// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy of the processor. */
public record PolicyConfig(
        @Inline SharedPolicyConfig shared,
        @Doc("Settings of `composite`.") @Default("{}") Composite composite,
        @Doc("Settings of `and`.") @Default("{}") And and,
        @Doc("Settings of `not`.") @Default("{}") Not not,
        @Doc("Settings of `drop`.") @Default("{}") Drop drop) {
    public PolicyConfig {
        require(!shared.name().isEmpty(), "name", "policy name cannot be empty");
        not.requirePart(shared);
    }

    boolean isStateful() {
        return switch (shared.type()) {
            case COMPOSITE ->
                    composite.compositeSubPolicy.stream().anyMatch(CompositePart::isStateful);
            case AND -> and.isStateful();
            case NOT -> not.isStateful();
            case DROP -> drop.dropSubPolicy.stream().anyMatch(Part::isStateful);
            case ALWAYS_SAMPLE,
                    LATENCY,
                    NUMERIC_ATTRIBUTE,
                    PROBABILISTIC,
                    STATUS_CODE,
                    STRING_ATTRIBUTE,
                    RATE_LIMITING,
                    BYTES_LIMITING,
                    SPAN_COUNT,
                    TRACE_STATE,
                    BOOLEAN_ATTRIBUTE,
                    TRACE_FLAGS,
                    OTTL_CONDITION ->
                    shared.isStateful();
        };
    }

    /** Policies in order; the first that samples decides, within its rate. */
    public record Composite(
            @Doc("Spans a second that no part may exceed.") @Default("0")
                    long maxTotalSpansPerSecond,
            @Doc("Accepted; the order is that of `composite_sub_policy`, as in the Go collector.")
                    @Default("[]")
                    List<String> policyOrder,
            @Doc("The parts, in order.") @Default("[]") List<CompositePart> compositeSubPolicy,
            @Doc("Share of each part; those without get an equal share.") @Default("[]")
                    List<RateAllocation> rateAllocation) {
        public Composite {
            policyOrder = List.copyOf(policyOrder);
            compositeSubPolicy = List.copyOf(compositeSubPolicy);
            rateAllocation = List.copyOf(rateAllocation);
        }
    }

    /** A part of a composite policy. */
    public record CompositePart(
            @Inline SharedPolicyConfig shared, @Doc("Settings of `and`.") @Default("{}") And and) {
        public CompositePart {
            shared.requireSimpleOr(PolicyType.AND);
        }

        boolean isStateful() {
            return shared.type() == PolicyType.AND ? and.isStateful() : shared.isStateful();
        }
    }

    /** A part's share of a composite policy's rate. */
    public record RateAllocation(
            @Doc("Name of the part.") @Default("\"\"") String policy,
            @Doc("Percentage of `max_total_spans_per_second`.") @Default("0") long percent) {}

    /** All parts have to sample. */
    public record And(@Doc("The parts.") @Default("[]") List<Part> andSubPolicy) {
        public And {
            andSubPolicy = List.copyOf(andSubPolicy);
        }

        boolean isStateful() {
            return andSubPolicy.stream().anyMatch(Part::isStateful);
        }
    }

    /** Where all parts sample, the trace is dropped. */
    public record Drop(@Doc("The parts.") @Default("[]") List<Part> dropSubPolicy) {
        public Drop {
            dropSubPolicy = List.copyOf(dropSubPolicy);
        }
    }

    /** A part of an {@code and} or {@code drop} policy. */
    public record Part(
            @Inline SharedPolicyConfig shared, @Doc("Settings of `not`.") @Default("{}") Not not) {
        public Part {
            shared.requireSimpleOr(PolicyType.NOT);
            not.requirePart(shared);
        }

        boolean isStateful() {
            return shared.type() == PolicyType.NOT ? not.isStateful() : shared.isStateful();
        }
    }

    /** The opposite of its part. */
    public record Not(@Doc("The part.") @Nullable SharedPolicyConfig notSubPolicy) {
        public Not {
            if (notSubPolicy != null) {
                notSubPolicy.requireSimpleOr();
            }
        }

        boolean isStateful() {
            return notSubPolicy != null && notSubPolicy.isStateful();
        }

        private void requirePart(SharedPolicyConfig around) {
            require(
                    around.type() != PolicyType.NOT || notSubPolicy != null,
                    "not",
                    "failed to create policy evaluator for \"%s\": unknown sampling policy type"
                            .formatted(around.name()));
        }
    }
}
