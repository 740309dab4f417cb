// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.config.CollectorConfig;
import dev.forager.config.ComponentConfig;
import dev.forager.engine.graph.Part;
import dev.forager.engine.graph.Topology;
import dev.forager.engine.graph.Wiring;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a graph needs of a configuration. */
final class Topologies {
    private Topologies() {}

    /** The components and pipelines. */
    static Topology of(CollectorConfig config) {
        var pipelines = new LinkedHashMap<PipelineId, Wiring>();
        config.service()
                .pipelines()
                .forEach(
                        (id, pipeline) ->
                                pipelines.put(
                                        id,
                                        new Wiring(
                                                pipeline.receivers(),
                                                pipeline.processors(),
                                                pipeline.exporters())));
        return new Topology(
                parts(config.receivers()),
                parts(config.processors()),
                parts(config.exporters()),
                parts(config.connectors()),
                pipelines);
    }

    /** The extensions that are to run, in order. */
    static List<Part<?>> extensions(CollectorConfig config) {
        var parts = new ArrayList<Part<?>>();
        for (ComponentId id : config.service().extensions()) {
            ComponentConfig<?> extension = config.extensions().get(id);
            if (extension != null) {
                parts.add(part(extension));
            }
        }
        return parts;
    }

    private static Map<ComponentId, Part<?>> parts(Map<ComponentId, ComponentConfig<?>> section) {
        var parts = new LinkedHashMap<ComponentId, Part<?>>();
        section.forEach((id, component) -> parts.put(id, part(component)));
        return parts;
    }

    private static <C extends Record> Part<C> part(ComponentConfig<C> component) {
        return new Part<>(component.id(), component.factory(), component.config());
    }
}
