// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.PipelineId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A pipeline as nodes. Filled while the plan is made.
 *
 * @param receivers the receivers that feed it
 * @param feeders the connectors that feed it
 * @param processors in order
 * @param ends exporters and connectors, in order, each once
 */
record Pipe(
        PipelineId id,
        Set<Node.Receiver> receivers,
        Set<Node.Connector> feeders,
        List<Node.Processor> processors,
        Set<Node.End> ends) {
    Pipe(PipelineId id, List<Node.Processor> processors) {
        this(id, new LinkedHashSet<>(), new LinkedHashSet<>(), processors, new LinkedHashSet<>());
    }

    /** What telemetry meets first. */
    List<? extends Node> first() {
        return processors.isEmpty() ? List.copyOf(ends) : List.of(processors.getFirst());
    }
}
