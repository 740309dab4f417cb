// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import dev.forager.pdata.Signal;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Where a receiver or connector hands its telemetry. Thread-safe. */
public interface Consumers {
    /**
     * The consumer of one signal; null where no pipeline wants it from this instance.
     *
     * @param transport the label of the receiver's counters, such as {@code grpc} or {@code http};
     *     empty where there is none
     */
    @Nullable Consumer forSignal(Signal signal, String transport);

    /** The same without a transport. */
    default @Nullable Consumer forSignal(Signal signal) {
        return forSignal(signal, "");
    }

    /**
     * The consumer of a connector, which cannot be missing: the graph builds one only between
     * pipelines.
     *
     * @throws IllegalArgumentException when there is none
     */
    default Consumer required(ConnectorSettings settings) {
        Consumer consumer = forSignal(settings.to());
        if (consumer == null) {
            throw new IllegalArgumentException(
                    "%s: no pipeline of %s (expected: one that it feeds)"
                            .formatted(settings.id(), settings.to()));
        }
        return consumer;
    }

    /**
     * The pipelines of {@code signal} that this instance feeds: routing connectors choose among
     * them.
     */
    Collection<PipelineId> pipelines(Signal signal);

    /**
     * The consumer of some of {@link #pipelines}.
     *
     * @throws IllegalArgumentException when one of them is not fed by this instance
     */
    Consumer forPipelines(Collection<PipelineId> pipelines);
}
