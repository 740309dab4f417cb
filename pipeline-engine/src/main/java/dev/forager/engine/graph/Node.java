// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.ServiceView;
import org.jspecify.annotations.Nullable;

/** One instance in the graph, by what makes it unique. Immutable. */
sealed interface Node {
    /** The id in the configuration. */
    ComponentId id();

    /** What its status is filed under. */
    ServiceView.Instance instance();

    /** What a pipeline may end in. */
    sealed interface End extends Node {}

    /**
     * A receiver.
     *
     * @param signal null where one instance serves all signals
     */
    record Receiver(ComponentId id, @Nullable Signal signal) implements Node {
        @Override
        public ServiceView.Instance instance() {
            return new ServiceView.Instance(ComponentKind.RECEIVER, id, signal, null);
        }
    }

    /** A processor: never shared between pipelines. */
    record Processor(PipelineId pipeline, ComponentId id) implements Node {
        @Override
        public ServiceView.Instance instance() {
            return new ServiceView.Instance(
                    ComponentKind.PROCESSOR, id, pipeline.signal(), pipeline);
        }

        @Override
        public String toString() {
            return "processor \"%s\" in pipeline \"%s\"".formatted(id, pipeline);
        }
    }

    /** An exporter: shared by the pipelines of its signal. */
    record Exporter(ComponentId id, Signal signal) implements End {
        @Override
        public ServiceView.Instance instance() {
            return new ServiceView.Instance(ComponentKind.EXPORTER, id, signal, null);
        }
    }

    /** A connector: one for each pair of signals. */
    record Connector(ComponentId id, Signal from, Signal to) implements End {
        @Override
        public ServiceView.Instance instance() {
            return new ServiceView.Instance(ComponentKind.CONNECTOR, id, from, null);
        }

        @Override
        public String toString() {
            return "connector \"%s\" (%s to %s)".formatted(id, from, to);
        }
    }
}
