// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Gates;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.ServiceView;
import java.time.InstantSource;
import java.util.HashMap;

/**
 * The settings that the engine would give to a component, with a log and metrics that a test can
 * read afterwards. Thread-safe.
 *
 * @param log keeps what is logged
 * @param metrics keeps what is measured
 * @param clock the wall clock
 * @param memory the budget
 * @param gates the feature gates
 */
public record TestSettings(
        LogRecorder log,
        MetricRecorder metrics,
        InstantSource clock,
        MemoryBudget memory,
        Gates gates) {
    /** The program under test. */
    public static final ServiceView.BuildInfo BUILD =
            new ServiceView.BuildInfo("forager", "Forager under test", "0.0.0-test");

    /** The system's clock and a budget that never refuses. */
    public TestSettings() {
        this(InstantSource.system());
    }

    /** A clock of the test's own, and a budget that never refuses. */
    public TestSettings(InstantSource clock) {
        this(
                new LogRecorder(),
                new MetricRecorder(),
                clock,
                MemoryBudget.unlimited(),
                Gates.UNTOUCHED);
    }

    /** The same with another budget. */
    public TestSettings withMemory(MemoryBudget budget) {
        return new TestSettings(log, metrics, clock, budget, gates);
    }

    /** The same where these feature gates are on, or off with a minus in front. */
    public TestSettings withGates(String... enabled) {
        var switched = new HashMap<String, Boolean>();
        for (String gate : enabled) {
            boolean isOff = gate.startsWith("-");
            switched.put(isOff ? gate.substring(1) : gate, !isOff);
        }
        return new TestSettings(log, metrics, clock, memory, new Gates(switched));
    }

    /** Settings of a receiver. */
    public ReceiverSettings receiver(String id) {
        return new ReceiverSettings(
                ComponentId.parse(id),
                log.logger(),
                metrics.meter(),
                clock,
                memory,
                BUILD,
                gates,
                null);
    }

    /** Settings of a processor in the plain pipeline of {@code signal}. */
    public ProcessorSettings processor(String id, Signal signal) {
        return new ProcessorSettings(
                ComponentId.parse(id),
                new PipelineId(signal, null),
                log.logger(),
                metrics.meter(),
                clock,
                memory,
                BUILD,
                gates);
    }

    /** Settings of an exporter. */
    public ExporterSettings exporter(String id, Signal signal) {
        return new ExporterSettings(
                ComponentId.parse(id),
                signal,
                log.logger(),
                metrics.meter(),
                clock,
                memory,
                BUILD,
                gates,
                null);
    }

    /** Settings of a connector. */
    public ConnectorSettings connector(String id, Signal from, Signal to) {
        return new ConnectorSettings(
                ComponentId.parse(id),
                from,
                to,
                log.logger(),
                metrics.meter(),
                clock,
                memory,
                BUILD,
                gates);
    }

    /** Settings of an extension. */
    public ExtensionSettings extension(String id) {
        return new ExtensionSettings(
                ComponentId.parse(id), log.logger(), metrics.meter(), clock, memory, BUILD, gates);
    }
}
