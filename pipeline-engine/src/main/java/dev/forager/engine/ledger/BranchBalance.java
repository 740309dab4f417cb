// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of the items of one pipeline in one of its branches. Immutable. While requests are
 * under way the figures are read one after the other; once nothing moves they are exact, and {@code
 * accepted + created = sent + dropped + queued}.
 *
 * @param accepted items that receivers handed in and got no failure for
 * @param created items from connectors, from processors that make items, and those a sender was
 *     told to repeat although this branch had them
 * @param sent items that the destination has
 * @param dropped items given up, by reason; {@code processor x} is what a processor filtered,
 *     sampled or aggregated away
 * @param queued items in queues and in processors that hold them
 * @param taken items that reached the branch and were answered for
 */
public record BranchBalance(
        PipelineId pipeline,
        ComponentId exporter,
        long accepted,
        long created,
        long sent,
        Map<String, Long> dropped,
        long queued,
        long taken) {
    public BranchBalance {
        SortedMap<String, Long> copy = new TreeMap<>(dropped);
        dropped = Collections.unmodifiableSortedMap(copy);
    }

    /** All that was given up, for whatever reason. */
    public long droppedTotal() {
        long total = 0;
        for (long items : dropped.values()) {
            total += items;
        }
        return total;
    }

    /** What the equation leaves over: zero once nothing moves. */
    public long difference() {
        return accepted + created - sent - droppedTotal() - queued;
    }
}
