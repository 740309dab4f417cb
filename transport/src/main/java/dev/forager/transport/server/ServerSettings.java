// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a server needs of the component that owns it.
 *
 * @param owner id of the component, a label of what is measured
 * @param log of the component
 * @param memory is asked before a body takes memory
 * @param meter of the component
 * @param tracing makes a span of each request; null where nobody wants them
 */
public record ServerSettings(
        String owner, Logger log, MemoryBudget memory, Meter meter, @Nullable Tracing tracing) {
    /** As the settings of a receiver say. */
    public static ServerSettings of(ReceiverSettings settings) {
        return new ServerSettings(
                settings.id().toString(),
                settings.logger(),
                settings.memory(),
                settings.meter(),
                settings.tracing());
    }

    /** Requests are neither measured nor traced. */
    public ServerSettings(Logger log, MemoryBudget memory) {
        this("", log, memory, MeterProvider.noop().get("none"), null);
    }
}
