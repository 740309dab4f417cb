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
 * The accounts of one pipeline as it is wired: its entrances, its processors in order, its
 * branches. Filled while the pipeline is wired, then only read; the counters inside are
 * thread-safe.
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

    /** A processor between two edges. */
    private static final class Stage {
        private final ComponentId processor;
        private final List<Passage> in;
        private final Passage out;
        private volatile LongSupplier held;

        Stage(ComponentId processor, List<Passage> in, Passage out, LongSupplier held) {
            this.processor = processor;
            this.in = in;
            this.out = out;
            this.held = held;
        }

        Standing standing() {
            // Read in this order, an item under way is never mistaken for a lost one.
            long taken = in.stream().mapToLong(Passage::taken).sum();
            long holds = held.getAsLong();
            return new Standing(holds, taken - holds - out.taken());
        }
    }

    /**
     * A processor at one moment.
     *
     * @param lost taken in and gone: positive where the processor dropped, negative where it made
     *     items
     */
    private record Standing(long held, long lost) {}

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
        return tallies().stream().map(BranchTally::balance).toList();
    }

    /** What a processor holds is another account's from now on. */
    void handOver(ComponentId processor) {
        for (Stage stage : stages) {
            if (stage.processor.equals(processor)) {
                stage.held = () -> 0;
            }
        }
    }

    /** Whether nothing in it can change any more, given that nothing goes in. */
    boolean isSettled() {
        return branches.stream().allMatch(branch -> branch.queued() == 0)
                && stages.stream().allMatch(stage -> stage.held.getAsLong() == 0);
    }

    List<BranchTally> tallies() {
        return branches.stream().map(this::tally).toList();
    }

    private BranchTally tally(Branch branch) {
        var lost = new TreeMap<String, Long>();
        long held = 0;
        long created = connected.taken() + branch.repeated();
        long queued = branch.queued();
        for (Stage stage : stages) {
            Standing standing = stage.standing();
            held += standing.held();
            lost.merge(stage.processor.toString(), standing.lost(), Long::sum);
        }
        var dropped = new TreeMap<String, Long>();
        for (DropReason reason : DropReason.values()) {
            long items = branch.dropped(reason);
            if (items > 0) {
                dropped.put(reason.id(), items);
            }
        }
        return new BranchTally(
                id,
                branch.exporter(),
                received.taken(),
                created,
                lost,
                branch.sent(),
                dropped,
                queued,
                held,
                branch.taken());
    }
}
