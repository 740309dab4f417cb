// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pipeline.MemoryBudget;

/**
 * What the shards of a processor have in common.
 *
 * @param waitNanos from the first span to the decision
 * @param waitAfterRootNanos from the root span to the decision; 0 is off
 * @param tickNanos how often due traces are looked for
 * @param expectedTraces traces of one shard to make room for beforehand
 * @param maxTraceBytes 0 is no limit
 * @param decidesEarly whether policies are asked as spans come
 */
record ShardSettings(
        TraceRoom room,
        MemoryBudget budget,
        TailSamplingMetrics metrics,
        DecisionMaker maker,
        Annotator annotator,
        long waitNanos,
        long waitAfterRootNanos,
        long tickNanos,
        long expectedTraces,
        int sampledCacheSize,
        int otherCacheSize,
        long maxTraceBytes,
        boolean decidesEarly) {
    /** A reservation of nothing, to grow and shrink with what a shard holds. */
    MemoryBudget.Reservation reservation() {
        return budget.nothing();
    }
}
