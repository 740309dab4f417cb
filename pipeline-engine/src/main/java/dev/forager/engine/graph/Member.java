// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.InternalDuration;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.Processor;
import org.jspecify.annotations.Nullable;

/**
 * A component at its place in the graph, with what a reload needs to know: what it was made from,
 * and its exchangeable ways out. No two are equal, since no two have the same instance. Immutable.
 */
sealed interface Member {
    /** The place. */
    Node node();

    /** What it was made from. */
    Part<?> part();

    /** Its life. */
    Instance instance();

    /** Removes its metrics; to be run when it has stopped. */
    default Runnable hide() {
        return () -> {};
    }

    /** A receiver. */
    record Source(Node.Receiver node, Part<?> part, Instance instance, Outlets outlets)
            implements Member {}

    /**
     * A processor.
     *
     * @param duration measures the time it takes; null where nobody reads it
     */
    record Stage(
            Node.Processor node,
            Part<?> part,
            Instance instance,
            Processor processor,
            Outlet outlet,
            @Nullable InternalDuration duration)
            implements Member {}

    /** What a pipeline may end in. */
    sealed interface End extends Member {
        @Override
        Node.End node();
    }

    /**
     * A connector.
     *
     * @param queue the connector behind its queue, where it asks for one
     * @param hide removes the queue's metrics; to be run when it has stopped
     */
    record Bridge(
            Node.Connector node,
            Part<?> part,
            Instance instance,
            Connector connector,
            @Nullable SendingExporter queue,
            Outlets outlets,
            Runnable hide)
            implements End {}

    /**
     * An exporter with its queue.
     *
     * @param hide removes its metrics; to be run when it has stopped
     */
    record Sink(
            Node.Exporter node,
            Part<?> part,
            Instance instance,
            SendingExporter exporter,
            Runnable hide)
            implements End {
        /** Whether no second one may run beside it. */
        boolean isExclusive() {
            return part.factory().info().isExclusive();
        }
    }
}
