// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import dev.forager.engine.sending.Timing;
import dev.forager.engine.telemetry.SelfTelemetry;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.ServiceView;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a service works with. Whoever makes it closes what it names.
 *
 * @param build the program
 * @param telemetry log and metrics
 * @param memory the budget of the process
 * @param clock wall clock
 * @param timing monotonic time, delays and chance
 * @param gates the feature gates, for status pages
 * @param onFatal told why, when a component says that the process must end
 */
public record ServiceSettings(
        ServiceView.BuildInfo build,
        SelfTelemetry telemetry,
        MemoryBudget memory,
        InstantSource clock,
        Timing timing,
        List<ServiceView.Gate> gates,
        Consumer<String> onFatal) {
    public ServiceSettings {
        gates = List.copyOf(gates);
    }
}
