// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.ledger.EngineMetrics;
import dev.forager.engine.ledger.ReceiverCounts;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.PipelineId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What a receiver hands its telemetry to: every consumer counts for its receiver. Thread-safe. */
record ReceiverConsumers(
        ComponentId receiver, FedPipelines fed, EngineMetrics metrics, Logger logger)
        implements Consumers {
    @Override
    public @Nullable Consumer forSignal(Signal signal, String transport) {
        Consumer next = fed.consumer(signal);
        return next == null ? null : counted(next, signal, transport);
    }

    @Override
    public Collection<PipelineId> pipelines(Signal signal) {
        return fed.of(signal);
    }

    @Override
    public Consumer forPipelines(Collection<PipelineId> chosen) {
        Consumer next = fed.consumer(chosen);
        return counted(next, chosen.iterator().next().signal(), "");
    }

    private Consumer counted(Consumer next, Signal signal, String transport) {
        ReceiverCounts counts = metrics.receiver(receiver, transport, signal);
        return new ReceiverEdge(next, counts, logger);
    }
}
