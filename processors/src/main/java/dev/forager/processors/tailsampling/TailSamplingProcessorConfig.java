// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.RefusesNull;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long traces are held, how many, and which of them go on. */
public record TailSamplingProcessorConfig(
        @Doc("Time from the first span of a trace to the decision.") @Default("30s")
                Duration decisionWait,
        @Doc("Time from the root span to the decision, where that is sooner; 0 is off.")
                @Default("0s")
                Duration decisionWaitAfterRootReceived,
        @Doc("Traces known at once, decided ones that no cache remembers among them.")
                @Default("50000")
                @Min(0)
                long numTraces,
        @Doc("With as many traces, senders wait; else the oldest trace is dropped.")
                @Default("false")
                boolean blockOnOverflow,
        @Doc("New traces a second to make room for beforehand.") @Default("0") @Min(0)
                long expectedNewTracesPerSec,
        @Doc("What to sample, and what to drop.") @Default("[]") List<PolicyConfig> policies,
        @Doc("Decisions that are remembered for late spans.") @Default("{}")
                DecisionCacheConfig decisionCache,
        @Doc("Extension that holds the spans; there is none here.") @Nullable String tailStorage,
        @Doc("Asks no further policies once one samples.") @Default("false")
                boolean sampleOnFirstMatch,
        @Doc("When policies are asked: `trace-complete` or `span-ingest`.")
                @Default("trace-complete")
                @RefusesNull("invalid sampling_strategy \"\"")
                SamplingStrategy samplingStrategy,
        @Doc("At shutdown, drops traces that are not yet decided instead of deciding them early.")
                @Default("false")
                boolean dropPendingTracesOnShutdown,
        @Doc("Traces with more bytes are dropped at once; 0 is no limit.") @Default("0") @Min(0)
                long maximumTraceSizeBytes,
        @Doc("Threads that decide. Spans are spread over more parts than that in any case.")
                @Default("1")
                @Min(0)
                long numShards,
        @Doc(
                        "Bytes held at once, then as with `num_traces`; 0 is half of the process's budget."
                                + " Not in the Go collector.")
                @Default("0")
                @Min(0)
                long maximumHeldBytes) {
    private static final int MAX_SHARDS = 256;

    public TailSamplingProcessorConfig {
        List<PolicyConfig> all = List.copyOf(policies);
        require(
                numShards <= MAX_SHARDS,
                "num_shards",
                "num_shards (%d) must not exceed %d".formatted(numShards, MAX_SHARDS));
        require(
                tailStorage == null,
                "tail_storage",
                "'tail_storage' requires the"
                        + " \"processor.tailsamplingprocessor.tailstorageextension\""
                        + " feature gate to be enabled, and no extension here stores"
                        + " spans; remove the key");
        requireEach(all, "policies", PolicyConfig::check);
        checkTogether(all, samplingStrategy);
        policies = all;
    }

    /** Decisions that outlive their trace. */
    public record DecisionCacheConfig(
            @Doc("Ids of sampled traces to remember; 0 or less is none.") @Default("0")
                    int sampledCacheSize,
            @Doc("Ids of other traces to remember; 0 or less is none.") @Default("0")
                    int nonSampledCacheSize) {}

    private static void checkTogether(List<PolicyConfig> policies, SamplingStrategy strategy) {
        var names = new HashSet<String>();
        requireEach(
                policies,
                "policies",
                (policy, key) -> {
                    String name = policy.shared().name();
                    require(
                            names.add(name),
                            key + "::name",
                            "duplicate policy name \"%s\"".formatted(name));
                    require(
                            strategy != SamplingStrategy.SPAN_INGEST || !policy.isStateful(),
                            key,
                            "sampling_strategy \"%s\" requires all policies to be stateless, but policy \"%s\" is stateful"
                                    .formatted(strategy, name));
                });
    }
}
