// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import dev.forager.pdata.Signal;
import io.opentelemetry.api.metrics.Meter;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What the engine gives to a new exporter.
 *
 * @param id the id in the configuration
 * @param signal what it exports
 * @param logger adds the component's id, kind and signal to each line
 * @param meter of the component's own metrics; names get the prefix {@code otelcol_}
 * @param clock wall clock
 * @param memory the budget of the process
 * @param build the program, for instance for a user agent
 * @param gates the feature gates
 * @param tracing makes spans of the component's own; null where nobody wants them
 */
public record ExporterSettings(
        ComponentId id,
        Signal signal,
        Logger logger,
        Meter meter,
        InstantSource clock,
        MemoryBudget memory,
        ServiceView.BuildInfo build,
        Gates gates,
        @Nullable Tracing tracing) {}
