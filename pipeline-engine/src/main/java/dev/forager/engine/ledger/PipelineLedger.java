// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The accounts of one pipeline: its entrances, its processors in order, its branches. Filled while
 * the graph is built, then only read; the counters inside are thread-safe.
 */
public final class PipelineLedger {
    private final PipelineId id;
    private final Passage received = new Passage();
    private final Passage connected = new Passage();
    private final List<Stage> stages = new ArrayList<>();
    private final List<Branch> branches = new ArrayList<>();

    /** A pipeline without processors and branches yet. */
    public PipelineLedger(PipelineId id) {
        this.id = id;
    }

    /**
     * A processor between two edges.
     *
     * @param held what it holds now
     */
    private record Stage(ComponentId processor, List<Passage> in, Passage out, LongSupplier held) {
        /**
         * Taken in and gone: positive where the processor dropped, negative where it made items.
         */
        long lost() {
            // Read in this order, an item under way is never mistaken for a lost one.
            long taken = in.stream().mapToLong(Passage::taken).sum();
            long holds = held.getAsLong();
            return taken - holds - out.taken();
        }
    }

    /** The pipeline. */
    public PipelineId id() {
        return id;
    }

    /** What receivers hand in. */
    public Passage received() {
        return received;
    }

    /** What connectors hand in. */
    public Passage connected() {
        return connected;
    }

    /**
     * Adds the next processor.
     *
     * @param in the edges into it: both entrances for the first one
     * @param held what it holds now
     */
    public void addStage(ComponentId processor, List<Passage> in, Passage out, LongSupplier held) {
        stages.add(new Stage(processor, List.copyOf(in), out, held));
    }

    /** Adds a branch. */
    public Branch addBranch(ComponentId exporter) {
        var branch = new Branch(id, exporter);
        branches.add(branch);
        return branch;
    }

    /** The balance of each branch as it is now. */
    public List<BranchBalance> balances() {
        return branches.stream().map(this::balance).toList();
    }

    private BranchBalance balance(Branch branch) {
        var dropped = new TreeMap<String, Long>();
        long created = connected.taken() + branch.repeated();
        long queued = branch.queued();
        for (Stage stage : stages) {
            queued += stage.held().getAsLong();
            long lost = stage.lost();
            if (lost > 0) {
                dropped.merge("processor " + stage.processor(), lost, Long::sum);
            } else {
                created -= lost;
            }
        }
        for (DropReason reason : DropReason.values()) {
            long items = branch.dropped(reason);
            if (items > 0) {
                dropped.put(reason.id(), items);
            }
        }
        return new BranchBalance(
                id,
                branch.exporter(),
                received.taken(),
                created,
                branch.sent(),
                dropped,
                queued,
                branch.taken());
    }
}
