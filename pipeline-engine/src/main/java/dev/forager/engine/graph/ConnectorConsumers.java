// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.PipelineId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a connector hands its telemetry to. Immutable. */
record ConnectorConsumers(FedPipelines fed) implements Consumers {
    @Override
    public @Nullable Consumer forSignal(Signal signal, String transport) {
        return fed.consumer(signal);
    }

    @Override
    public Collection<PipelineId> pipelines(Signal signal) {
        return fed.of(signal);
    }

    @Override
    public Consumer forPipelines(Collection<PipelineId> chosen) {
        return fed.consumer(chosen);
    }
}
