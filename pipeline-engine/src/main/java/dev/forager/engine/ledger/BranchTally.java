// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What one account of a pipeline knows of one branch, in a form that adds up. A pipeline that a
 * reload changes begins a new account, and a processor that stays hands on under the new one what
 * it took in under the former: lost there and made here, which only the sum sets right. Immutable.
 *
 * @param accepted items that receivers handed in and got no failure for
 * @param created items from connectors, and those a sender was told to repeat
 * @param losses what went into a processor and did not come out of it, by its id
 * @param sent items that the destination has
 * @param dropped items that the sending stages gave up, by reason
 * @param queued items in the queue of the exporter
 * @param held items in processors
 * @param taken items that reached the branch and were answered for
 */
record BranchTally(
        PipelineId pipeline,
        ComponentId exporter,
        long accepted,
        long created,
        SortedMap<String, Loss> losses,
        long sent,
        SortedMap<String, Long> dropped,
        long queued,
        long held,
        long taken) {
    BranchTally {
        losses = Collections.unmodifiableSortedMap(new TreeMap<>(losses));
        dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
    }

    /** Both accounts of the same branch together. */
    BranchTally plus(BranchTally other) {
        return new BranchTally(
                pipeline,
                exporter,
                accepted + other.accepted,
                created + other.created,
                sum(losses, other.losses, Loss::plus),
                sent + other.sent,
                sum(dropped, other.dropped, Long::sum),
                queued + other.queued,
                held + other.held,
                taken + other.taken);
    }

    private static <V> SortedMap<String, V> sum(
            SortedMap<String, V> one, SortedMap<String, V> other, BinaryOperator<V> plus) {
        var sum = new TreeMap<>(one);
        other.forEach((key, value) -> sum.merge(key, value, plus));
        return sum;
    }

    /** As it is shown: what processors lost was dropped, what they made was created. */
    BranchBalance balance() {
        var all = new TreeMap<>(dropped);
        losses.forEach((processor, loss) -> loss.addTo(all, processor));
        long made = losses.values().stream().mapToLong(Loss::made).sum();
        return new BranchBalance(
                pipeline, exporter, accepted, created + made, sent, all, queued + held, taken);
    }
}
