// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.PipelineId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a connector hands its telemetry to. Thread-safe. */
record ConnectorConsumers(Outlets outlets) implements Consumers {
    @Override
    public @Nullable Consumer forSignal(Signal signal, String transport) {
        return outlets.forSignal(signal);
    }

    @Override
    public boolean wants(Signal signal) {
        return outlets.wants(signal);
    }

    @Override
    public Consumer whenWanted(Signal signal, String transport) {
        return outlets.whenWanted(signal);
    }

    @Override
    public Collection<PipelineId> pipelines(Signal signal) {
        return outlets.pipelines(signal);
    }

    @Override
    public Consumer forPipelines(Collection<PipelineId> chosen) {
        return outlets.forPipelines(chosen);
    }
}
