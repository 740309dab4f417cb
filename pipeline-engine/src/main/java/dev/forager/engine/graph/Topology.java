// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a graph is built from. Maps keep the order of the configuration. Immutable.
 *
 * @param receivers the section {@code receivers}; what no pipeline names is not built
 * @param processors the section {@code processors}
 * @param exporters the section {@code exporters}
 * @param connectors the section {@code connectors}
 * @param pipelines the section {@code service::pipelines}
 */
public record Topology(
        Map<ComponentId, Part<?>> receivers,
        Map<ComponentId, Part<?>> processors,
        Map<ComponentId, Part<?>> exporters,
        Map<ComponentId, Part<?>> connectors,
        Map<PipelineId, Wiring> pipelines) {
    public Topology {
        receivers = copy(receivers);
        processors = copy(processors);
        exporters = copy(exporters);
        connectors = copy(connectors);
        pipelines = copy(pipelines);
    }

    private static <K, V> Map<K, V> copy(Map<K, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
