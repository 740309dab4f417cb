// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.MemoryBudget;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterProvider;
import org.slf4j.Logger;

/**
 * What a server needs of the component that owns it.
 *
 * @param log of the component
 * @param memory is asked before a body takes memory
 * @param meter of the component
 */
public record ServerSettings(Logger log, MemoryBudget memory, Meter meter) {
    /** Requests are not measured. */
    public ServerSettings(Logger log, MemoryBudget memory) {
        this(log, memory, MeterProvider.noop().get("none"));
    }
}
