// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

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
        private final boolean answersFirst;
        private volatile LongSupplier held;
        private final LongAdder moved = new LongAdder();

        Stage(
                ComponentId processor,
                List<Passage> in,
                Passage out,
                boolean answersFirst,
                LongSupplier held) {
            this.processor = processor;
            this.in = in;
            this.out = out;
            this.answersFirst = answersFirst;
            this.held = held;
        }

        long handOver() {
            long items = held.getAsLong();
            held = () -> 0;
            moved.add(items);
            return items;
        }

        void takeOver(long items) {
            moved.add(-items);
        }

        long held() {
            return held.getAsLong();
        }

        /**
         * What came in, did not come out and is not held. In either order of reading, what is under
         * way meanwhile is mistaken neither for a drop nor for a creation.
         */
        Loss loss() {
            long taken = sum(Passage::taken);
            long atLeast = taken - held() - out.taken();
            long refused = sum(Passage::refused);
            long left = out.taken() + held();
            long atMost = sum(Passage::offered) - refused - left;
            return new Loss(atLeast, atMost, answersFirst ? out.refused() : 0, moved.sum());
        }

        private long sum(ToLongFunction<Passage> figure) {
            return in.stream().mapToLong(figure).sum();
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
     * Adds the next processor, one that works while its caller waits.
     *
     * @param in the edges into it: both entrances for the first one
     */
    public void addStage(ComponentId processor, List<Passage> in, Passage out) {
        stages.add(new Stage(processor, List.copyOf(in), out, false, () -> 0));
    }

    /**
     * Adds the next processor, one that answers before it hands on: what is refused behind it then
     * is lost.
     *
     * @param in the edges into it: both entrances for the first one
     * @param held what it holds now
     */
    public void addHoldingStage(
            ComponentId processor, List<Passage> in, Passage out, LongSupplier held) {
        stages.add(new Stage(processor, List.copyOf(in), out, true, held));
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

    /** What these processors hold is the next account's from now on. */
    void handOver(Collection<ComponentId> processors, PipelineLedger next) {
        for (Stage stage : stages) {
            if (processors.contains(stage.processor)) {
                long items = stage.handOver();
                next.stages.stream()
                        .filter(other -> other.processor.equals(stage.processor))
                        .forEach(other -> other.takeOver(items));
            }
        }
    }

    /** Whether nothing in it can change any more, given that nothing goes in. */
    boolean isSettled() {
        return branches.stream().allMatch(branch -> branch.queued() == 0)
                && stages.stream().allMatch(stage -> stage.held() == 0);
    }

    List<BranchTally> tallies() {
        return branches.stream().map(this::tally).toList();
    }

    private BranchTally tally(Branch branch) {
        var losses = new TreeMap<String, Loss>();
        long held = 0;
        long repeated = branch.repeated();
        long queued = branch.queued();
        for (Stage stage : stages.reversed()) {
            held += stage.held();
            Loss loss = stage.loss();
            // Nobody brings a second time what was refused behind a processor that had answered:
            // where this branch has it, it is neither lost nor made.
            long taken = Math.min(repeated, loss.refused());
            repeated -= taken;
            losses.merge(stage.processor.toString(), loss.without(taken), Loss::plus);
        }
        long created = connected.taken() + repeated;
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
                losses,
                branch.sent(),
                dropped,
                queued,
                held,
                branch.taken());
    }
}
