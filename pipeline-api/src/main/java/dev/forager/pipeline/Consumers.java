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
     * Whether a pipeline takes {@code signal} from this instance now. The answer may change while
     * it runs: a reload keeps an instance whose own configuration did not change.
     */
    default boolean wants(Signal signal) {
        return !pipelines(signal).isEmpty();
    }

    /**
     * The consumer of a signal that pipelines may come to want, and not to want any more, while the
     * instance runs; it refuses what comes while {@link #wants} says no. For a receiver with one
     * listener for all signals: one that asks {@link #forSignal} is made anew when the answer would
     * be another one.
     */
    default Consumer whenWanted(Signal signal, String transport) {
        Consumer consumer = forSignal(signal, transport);
        return consumer != null
                ? consumer
                : (_, _) -> {
                    throw new Permanent("no pipeline takes %s from here".formatted(signal));
                };
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
