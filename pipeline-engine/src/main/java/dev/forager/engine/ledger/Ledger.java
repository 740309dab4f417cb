// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The books of all pipelines of a service for the whole life of it. A pipeline that a reload
 * changes begins a new account; the former one stays until its last item is settled, and then goes
 * into the sums of its branches. A branch that a reload removed keeps its sums, so that what it
 * lost can still be read: they are as many as there were names in the configurations of this
 * process. Thread-safe.
 */
public final class Ledger {
    private final Map<PipelineId, PipelineLedger> open = new LinkedHashMap<>();
    private final List<PipelineLedger> former = new ArrayList<>();
    private final Map<Key, BranchTally> closed = new LinkedHashMap<>();

    private record Key(PipelineId pipeline, ComponentId exporter) {}

    /** Books under {@code account} from now on what goes through its pipeline. */
    public synchronized void open(PipelineLedger account) {
        replace(account.id(), account, List.of());
    }

    /**
     * Ends the account of a pipeline that is wired anew.
     *
     * @param staying processors that stay: what they hold now is the new account's
     */
    public synchronized void replace(
            PipelineId pipeline, PipelineLedger next, Collection<ComponentId> staying) {
        PipelineLedger before = open.put(pipeline, next);
        if (before != null) {
            before.handOver(staying, next);
            former.add(before);
        }
    }

    /** Ends the account of a pipeline that is no more. */
    public synchronized void end(PipelineId pipeline) {
        PipelineLedger before = open.remove(pipeline);
        if (before != null) {
            former.add(before);
        }
    }

    /** Sums up ended accounts that are settled. To be called when nobody can be inside any more. */
    public synchronized void sumUp() {
        for (Iterator<PipelineLedger> each = former.iterator(); each.hasNext(); ) {
            PipelineLedger account = each.next();
            if (account.isSettled()) {
                account.tallies().forEach(tally -> add(closed, tally));
                each.remove();
            }
        }
    }

    /** Accounts of pipelines that a reload changed and that are not settled yet. */
    public synchronized int formerAccounts() {
        return former.size();
    }

    /** The balance of every branch as it is now. */
    public synchronized List<BranchBalance> balances() {
        var sums = new LinkedHashMap<Key, BranchTally>();
        for (PipelineLedger account : open.values()) {
            account.tallies().forEach(tally -> add(sums, tally));
        }
        former.forEach(account -> account.tallies().forEach(tally -> add(sums, tally)));
        closed.values().forEach(tally -> add(sums, tally));
        return sums.values().stream().map(BranchTally::balance).toList();
    }

    private static void add(Map<Key, BranchTally> sums, BranchTally tally) {
        sums.merge(new Key(tally.pipeline(), tally.exporter()), tally, BranchTally::plus);
    }
}
