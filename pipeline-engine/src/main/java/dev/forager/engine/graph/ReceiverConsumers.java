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
import io.opentelemetry.api.trace.Tracer;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What a receiver hands its telemetry to: every consumer counts for its receiver. Thread-safe. */
record ReceiverConsumers(
        ComponentId receiver,
        Outlets outlets,
        EngineMetrics metrics,
        Logger logger,
        @Nullable Tracer tracer)
        implements Consumers {
    @Override
    public @Nullable Consumer forSignal(Signal signal, String transport) {
        Outlet next = outlets.forSignal(signal);
        return next == null ? null : counted(next, signal, transport);
    }

    @Override
    public boolean wants(Signal signal) {
        return outlets.wants(signal);
    }

    @Override
    public Consumer whenWanted(Signal signal, String transport) {
        return counted(outlets.whenWanted(signal), signal, transport);
    }

    @Override
    public Collection<PipelineId> pipelines(Signal signal) {
        return outlets.pipelines(signal);
    }

    @Override
    public Consumer forPipelines(Collection<PipelineId> chosen) {
        Consumer next = outlets.forPipelines(chosen);
        return counted(next, chosen.iterator().next().signal(), "");
    }

    private Consumer counted(Consumer next, Signal signal, String transport) {
        ReceiverCounts counts = metrics.receiver(receiver, transport, signal);
        var edge = new ReceiverEdge(next, counts, logger);
        return tracer == null
                ? edge
                : ReceiverSpans.around(edge, tracer, receiver, transport, signal);
    }
}
