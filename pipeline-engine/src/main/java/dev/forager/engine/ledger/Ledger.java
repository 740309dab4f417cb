// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pipeline.PipelineId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The accounts of all pipelines of a service. Thread-safe once the graph is built. */
public final class Ledger {
    private final Map<PipelineId, PipelineLedger> pipelines = new LinkedHashMap<>();

    /** The account of a pipeline, opened by the first call. */
    public PipelineLedger pipeline(PipelineId id) {
        return pipelines.computeIfAbsent(id, PipelineLedger::new);
    }

    /** All accounts, in the order in which they were opened. */
    public Collection<PipelineLedger> pipelines() {
        return List.copyOf(pipelines.values());
    }

    /** The balance of every branch as it is now. */
    public List<BranchBalance> balances() {
        return pipelines.values().stream().flatMap(p -> p.balances().stream()).toList();
    }
}
