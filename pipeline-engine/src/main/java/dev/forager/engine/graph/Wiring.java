// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.ComponentId;
import java.util.List;

/**
 * One pipeline as the configuration writes it; connectors stand among receivers and exporters.
 *
 * @param receivers where its telemetry comes from
 * @param processors what it passes, in order
 * @param exporters where it goes
 */
public record Wiring(
        List<ComponentId> receivers, List<ComponentId> processors, List<ComponentId> exporters) {
    public Wiring {
        receivers = List.copyOf(receivers);
        processors = List.copyOf(processors);
        exporters = List.copyOf(exporters);
    }
}
