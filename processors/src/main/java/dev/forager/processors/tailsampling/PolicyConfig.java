// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static dev.forager.pipeline.config.Validation.refuse;
import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.InvalidConfigException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy of the processor. */
public record PolicyConfig(
        @Inline SharedPolicyConfig shared,
        @Doc("Settings of `composite`.") @Default("{}") Composite composite,
        @Doc("Settings of `and`.") @Default("{}") And and,
        @Doc("Settings of `not`.") @Default("{}") Not not,
        @Doc("Settings of `drop`.") @Default("{}") Drop drop) {
    /**
     * Refuses settings that do not go together, of this policy and its parts.
     *
     * @param key of this policy, from the processor on
     */
    void check(String key) {
        require(!shared.name().isEmpty(), key + "::name", "policy name cannot be empty");
        shared.check(key);
        checkParts(key);
    }

    private void checkParts(String key) {
        switch (shared.type()) {
            case COMPOSITE ->
                    requireEach(
                            composite.compositeSubPolicy,
                            key + "::composite::composite_sub_policy",
                            CompositePart::check);
            case AND -> and.check(key + "::and");
            case NOT -> not.check(shared, key + "::not");
            case DROP ->
                    requireEach(drop.dropSubPolicy, key + "::drop::drop_sub_policy", Part::check);
            default -> {} // The others have no parts.
        }
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
        private void check(String key) {
            shared.checkSimpleOr(key, PolicyType.AND);
            if (shared.type() == PolicyType.AND) {
                and.check(key + "::and");
            }
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

        private void check(String key) {
            requireEach(andSubPolicy, key + "::and_sub_policy", Part::check);
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
        private void check(String key) {
            shared.checkSimpleOr(key, PolicyType.NOT);
            if (shared.type() == PolicyType.NOT) {
                not.check(shared, key + "::not");
            }
        }

        boolean isStateful() {
            return shared.type() == PolicyType.NOT ? not.isStateful() : shared.isStateful();
        }
    }

    /** The opposite of its part. */
    public record Not(@Doc("The part.") @Nullable SharedPolicyConfig notSubPolicy) {
        private void check(SharedPolicyConfig around, String key) {
            if (notSubPolicy == null) {
                refuse(
                        new InvalidConfigException(
                                around.refused("unknown sampling policy type"), key));
            } else {
                notSubPolicy.checkSimpleOr(key + "::not_sub_policy");
            }
        }

        boolean isStateful() {
            return notSubPolicy != null && notSubPolicy.isStateful();
        }
    }
}
