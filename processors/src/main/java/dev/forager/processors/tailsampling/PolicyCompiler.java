// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.processors.sampling.Threshold;
import dev.forager.processors.tailsampling.CompositePolicy.Part;
import dev.forager.processors.tailsampling.PolicyConfig.Composite;
import dev.forager.processors.tailsampling.PolicyConfig.CompositePart;
import dev.forager.processors.tailsampling.PolicyConfig.Not;
import dev.forager.processors.tailsampling.PolicyConfig.RateAllocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** Makes policies of their configuration, which was checked before. Immutable. */
final class PolicyCompiler {
    private final Logger logger;
    private final LongSupplier nanoTime;
    private final SamplingGates gates;

    PolicyCompiler(Logger logger, LongSupplier nanoTime, SamplingGates gates) {
        this.gates = gates;
        this.logger = logger;
        this.nanoTime = nanoTime;
    }

    /** The policies in order, those that drop before all others. */
    List<NamedPolicy> compile(List<PolicyConfig> configs) {
        var drops = new ArrayList<NamedPolicy>();
        var others = new ArrayList<NamedPolicy>();
        for (PolicyConfig config : configs) {
            boolean isDrop = config.shared().type() == PolicyType.DROP;
            (isDrop ? drops : others)
                    .add(new NamedPolicy(config.shared().name(), policy(config), isDrop));
        }
        drops.addAll(others);
        return List.copyOf(drops);
    }

    private Policy policy(PolicyConfig config) {
        return switch (config.shared().type()) {
            case COMPOSITE -> composite(config.composite());
            case AND -> new AndPolicy(parts(config.and().andSubPolicy()));
            case NOT -> not(config.not());
            case DROP -> drop(config.drop());
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
                    simple(config.shared());
        };
    }

    private Policy simple(SharedPolicyConfig config) {
        return switch (config.type()) {
            case ALWAYS_SAMPLE -> trace -> Decision.SAMPLED;
            case LATENCY ->
                    new LatencyPolicy(
                            config.latency().thresholdMs(), config.latency().upperThresholdMs());
            case NUMERIC_ATTRIBUTE -> AttributePolicies.numeric(config.numericAttribute());
            case PROBABILISTIC -> new ProbabilisticPolicy(config.probabilistic(), gates);
            case STATUS_CODE -> status(config.statusCode());
            case STRING_ATTRIBUTE -> AttributePolicies.string(config.stringAttribute());
            case RATE_LIMITING -> rate(config.rateLimiting());
            case BYTES_LIMITING -> bytes(config.bytesLimiting());
            case SPAN_COUNT -> spanCount(config.spanCount());
            case TRACE_STATE -> new TraceStatePolicy(config.traceState());
            case BOOLEAN_ATTRIBUTE -> AttributePolicies.bool(config.booleanAttribute());
            case TRACE_FLAGS -> trace -> Policy.of(trace.anySpan(span -> (span.flags() & 1) != 0));
            case OTTL_CONDITION -> new OttlPolicy(config.ottlCondition(), logger, nanoTime);
            case COMPOSITE, AND, NOT, DROP -> throw new IllegalStateException(config.toString());
        };
    }

    private static Policy status(SharedPolicyConfig.StatusCodes config) {
        Set<Integer> wanted =
                config.statusCodes().stream()
                        .map(
                                code ->
                                        switch (code) {
                                            case "OK" -> 1;
                                            case "ERROR" -> 2;
                                            default -> 0;
                                        })
                        .collect(Collectors.toUnmodifiableSet());
        return trace ->
                Policy.of(trace.anySpan(span -> wanted.contains(span.status().codeValue())));
    }

    private Policy rate(SharedPolicyConfig.RateLimiting config) {
        var bucket = bucket(config.spansPerSecond(), config.burstCapacity());
        return new BudgetPolicy(bucket, Candidate::spanCount);
    }

    private Policy bytes(SharedPolicyConfig.BytesLimiting config) {
        var bucket = bucket(config.bytesPerSecond(), config.burstCapacity());
        return new BudgetPolicy(bucket, Candidate::requestBytes);
    }

    private TokenBucket bucket(long perSecond, long burst) {
        return new TokenBucket(perSecond, burst > 0 ? burst : perSecond * 2, nanoTime);
    }

    private static Policy spanCount(SharedPolicyConfig.SpanCount config) {
        return trace ->
                Policy.of(
                        trace.spanCount() >= config.minSpans()
                                && (config.maxSpans() == 0
                                        || trace.spanCount() <= config.maxSpans()));
    }

    private Policy part(PolicyConfig.Part config) {
        return config.shared().type() == PolicyType.NOT
                ? not(config.not())
                : simple(config.shared());
    }

    private List<Policy> parts(List<PolicyConfig.Part> configs) {
        return configs.stream().map(this::part).toList();
    }

    private Policy drop(PolicyConfig.Drop config) {
        var all = new AndPolicy(parts(config.dropSubPolicy()));
        return trace ->
                all.decide(trace) == Decision.SAMPLED ? Decision.DROPPED : Decision.NOT_SAMPLED;
    }

    private Policy not(Not config) {
        Policy part = simple(Objects.requireNonNull(config.notSubPolicy(), "not_sub_policy"));
        return trace -> {
            boolean isSampled = part.decide(trace) == Decision.SAMPLED;
            // What the part keeps is not what goes on.
            trace.threshold(Threshold.ALWAYS);
            return Policy.of(!isSampled);
        };
    }

    private Policy composite(Composite config) {
        var percents = new HashMap<String, Long>();
        for (RateAllocation allocation : config.rateAllocation()) {
            percents.put(allocation.policy(), allocation.percent());
        }
        double total = (double) config.maxTotalSpansPerSecond();
        double equalShare = total / config.compositeSubPolicy().size();
        var parts = new ArrayList<Part>();
        for (CompositePart part : config.compositeSubPolicy()) {
            String name = part.shared().name();
            long percent = percents.getOrDefault(name, 0L);
            double share = percent > 0 ? percent / 100.0 * total : equalShare;
            Policy policy =
                    part.shared().type() == PolicyType.AND
                            ? new AndPolicy(parts(part.and().andSubPolicy()))
                            : simple(part.shared());
            parts.add(new Part(name, policy, (long) share));
        }
        return new CompositePolicy(parts, config.maxTotalSpansPerSecond(), nanoTime);
    }
}
