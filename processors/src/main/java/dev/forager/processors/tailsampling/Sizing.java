// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pipeline.ProcessorSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Numbers that follow from the configuration. Immutable.
 *
 * <p>Shards: a few for each processor core, but one only where that would make a shard's cache of
 * decisions smaller than {@value #LEAST_IN_CACHE} entries or its share of the traces smaller than
 * {@value #LEAST_TRACES}: then all happens in exact order.
 */
final class Sizing {
    private static final int LEAST_IN_CACHE = 4096;
    private static final int LEAST_TRACES = 64;
    private static final int SHARDS_PER_CORE = 4;
    private static final Duration SHORTEST_TICK = Duration.ofMillis(10);
    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
    private static final int TICKS_PER_WAIT = 10;

    private final TailSamplingProcessorConfig config;
    private final int deciders;
    private final int shards;

    Sizing(TailSamplingProcessorConfig config, int cores) {
        this.config = config;
        this.deciders = (int) Math.max(1, config.numShards());
        int perDecider = Math.max(1, Math.ceilDiv(SHARDS_PER_CORE * cores, deciders));
        int wanted = deciders * perDecider;
        boolean isSmall =
                config.numTraces() / wanted < LEAST_TRACES
                        || isSmall(config.decisionCache().sampledCacheSize(), wanted)
                        || isSmall(config.decisionCache().nonSampledCacheSize(), wanted);
        this.shards = isSmall ? deciders : wanted;
    }

    private static boolean isSmall(int cache, int shards) {
        return cache > 0 && cache / shards < LEAST_IN_CACHE;
    }

    /** Threads that decide. */
    int deciders() {
        return deciders;
    }

    int shards() {
        return shards;
    }

    ShardSettings shardSettings(ProcessorSettings settings, LongSupplier nanoTime) {
        SamplingGates gates = SamplingGates.of(settings.gates());
        List<NamedPolicy> policies =
                new PolicyCompiler(settings.logger(), nanoTime, gates).compile(config.policies());
        long wait = Math.max(0, config.decisionWait().toNanos());
        var metrics = new TailSamplingMetrics(settings, policies, gates);
        var room = new TraceRoom(config.numTraces(), maxBytes(settings));
        return new ShardSettings(
                room,
                settings.memory(),
                metrics,
                new DecisionMaker(
                        policies, config.sampleOnFirstMatch(), nanoTime, settings.logger(), gates),
                new Annotator(gates, metrics),
                wait,
                Math.max(0, config.decisionWaitAfterRootReceived().toNanos()),
                tickNanos(),
                expectedTraces(),
                Math.ceilDiv(Math.max(0, config.decisionCache().sampledCacheSize()), shards),
                Math.ceilDiv(Math.max(0, config.decisionCache().nonSampledCacheSize()), shards),
                config.maximumTraceSizeBytes(),
                config.samplingStrategy() == SamplingStrategy.SPAN_INGEST);
    }

    private long maxBytes(ProcessorSettings settings) {
        return config.maximumHeldBytes() > 0
                ? config.maximumHeldBytes()
                : settings.memory().limitBytes() / 2;
    }

    /** A tenth of the wait, from 10 ms to 1 s: so late a decision may be. */
    private long tickNanos() {
        long tick = config.decisionWait().toNanos() / TICKS_PER_WAIT;
        return Math.clamp(tick, SHORTEST_TICK.toNanos(), LONGEST_TICK.toNanos());
    }

    private long expectedTraces() {
        double seconds = config.decisionWait().toNanos() / 1e9;
        double all =
                Math.min((double) config.numTraces(), config.expectedNewTracesPerSec() * seconds);
        return (long) all / shards;
    }
}
