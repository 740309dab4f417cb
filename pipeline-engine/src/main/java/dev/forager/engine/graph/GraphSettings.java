// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.engine.sending.Timing;
import dev.forager.pipeline.Gates;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.ServiceView;
import java.time.InstantSource;

/**
 * What a graph and its components work with.
 *
 * @param build the program
 * @param gates the feature gates
 * @param telemetry loggers and meters
 * @param memory the budget of the process
 * @param clock wall clock
 * @param timing monotonic time, delays and chance
 */
public record GraphSettings(
        ServiceView.BuildInfo build,
        Gates gates,
        ComponentTelemetry telemetry,
        MemoryBudget memory,
        InstantSource clock,
        Timing timing) {}
