// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The account of one end of a pipeline: an exporter, or a connector into other pipelines. An
 * exporter that several pipelines share has an account in each. Thread-safe.
 */
public final class Branch {
    private final PipelineId pipeline;
    private final ComponentId exporter;
    private final LongAdder taken = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder queued = new LongAdder();
    private final Map<DropReason, LongAdder> dropped = new EnumMap<>(DropReason.class);

    /** An account without entries. */
    public Branch(PipelineId pipeline, ComponentId exporter) {
        this.pipeline = pipeline;
        this.exporter = exporter;
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new LongAdder());
        }
    }

    /** The pipeline that ends here. */
    public PipelineId pipeline() {
        return pipeline;
    }

    /** The component it ends in. */
    public ComponentId exporter() {
        return exporter;
    }

    /** The branch has answered for these items: its caller got no failure. */
    public void take(long items) {
        taken.add(items);
    }

    /**
     * The branch has these items although its caller was told of a failure: a sister branch failed,
     * or another part of the same request. The sender may bring them a second time.
     */
    public void repeat(long items) {
        repeated.add(items);
    }

    /** The destination has them. */
    public void send(long items) {
        sent.add(items);
    }

    /** They enter the queue, or leave it where {@code items} is negative. */
    public void queue(long items) {
        queued.add(items);
    }

    /** They are given up. */
    public void drop(DropReason reason, long items) {
        counter(reason).add(items);
    }

    long taken() {
        return taken.sum();
    }

    long repeated() {
        return repeated.sum();
    }

    long sent() {
        return sent.sum();
    }

    long queued() {
        return queued.sum();
    }

    long dropped(DropReason reason) {
        return counter(reason).sum();
    }

    private LongAdder counter(DropReason reason) {
        return requireNonNull(dropped.get(reason));
    }
}
