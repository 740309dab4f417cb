// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.TRACES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.engine.TestGraph;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.SendingConfig;
import dev.forager.testkit.CollectingExporter;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** The texts are those of the collector 0.165. */
class PlanTest {
    private final TestGraph graph =
            new TestGraph()
                    .receiver("in", false, TRACES)
                    .passing("pass", TRACES)
                    .exporter("out", SendingConfig.DIRECT, CollectingExporter::new, TRACES)
                    .connector("forward", TRACES, TRACES)
                    .connector("count", TRACES, METRICS);

    @Test
    void aConnectorThatNobodyReceivesFrom() {
        graph.pipeline("traces", "in", "", "forward");
        refused()
                .hasMessage(
                        "failed to build pipelines: connector \"forward\" used as exporter in"
                                + " [traces] pipeline but not used in any supported receiver"
                                + " pipeline");
    }

    @Test
    void aConnectorThatNobodySendsTo() {
        graph.pipeline("traces/a", "forward", "", "out").pipeline("traces/b", "forward", "", "out");
        refused()
                .hasMessage(
                        "failed to build pipelines: connector \"forward\" used as receiver in"
                                + " [traces/a traces/b] pipeline but not used in any supported"
                                + " exporter pipeline");
    }

    @Test
    void aConnectorBetweenSignalsItDoesNotConnect() {
        graph.pipeline("traces", "in", "", "count").pipeline("traces/2", "count", "", "out");
        refused().hasMessageContaining("connector \"count\" used as exporter in [traces]");
    }

    @Test
    void aCycleOfOneConnector() {
        graph.pipeline("traces", "in forward", "", "forward");
        refused()
                .hasMessage(
                        "failed to build pipelines: cycle detected: connector \"forward\" (traces"
                                + " to traces) -> connector \"forward\" (traces to traces)");
    }

    @Test
    void aCycleNamesTheProcessorsInIt() {
        graph.pipeline("traces", "in forward", "pass", "forward");
        refused()
                .hasMessage(
                        "failed to build pipelines: cycle detected: connector \"forward\" (traces"
                                + " to traces) -> processor \"pass\" in pipeline \"traces\" ->"
                                + " connector \"forward\" (traces to traces)");
    }

    @Test
    void aReceiverWithoutTheSignal() {
        graph.receiver("logs", false, LOGS).pipeline("traces", "logs", "", "out");
        refused()
                .hasMessage(
                        "failed to build pipelines: failed to create \"logs\" receiver for data"
                                + " type \"traces\": telemetry type is not supported");
    }

    @Test
    void aProcessorWithoutTheSignal() {
        graph.receiver("logs", false, LOGS).pipeline("logs", "logs", "pass", "out");
        refused()
                .hasMessage(
                        "failed to build pipelines: failed to create \"pass\" processor, in"
                                + " pipeline \"logs\": telemetry type is not supported");
    }

    @Test
    void anExporterThatIsNotConfigured() {
        graph.pipeline("traces", "in", "", "debgu");
        refused()
                .hasMessage(
                        "failed to build pipelines: failed to create \"debgu\" exporter for data"
                                + " type \"traces\": exporter \"debgu\" is not configured");
    }

    @Test
    void aFactoryThatRefuses() {
        graph.processor(
                        "picky",
                        (_, _) -> {
                            throw new IllegalArgumentException("no such table");
                        },
                        TRACES)
                .pipeline("traces", "in", "picky", "out");
        refused()
                .hasMessage(
                        "failed to build pipelines: failed to create \"picky\" processor, in"
                                + " pipeline \"traces\": no such table");
    }

    @Test
    void allFaultsOfAPlanAreToldAtOnce() {
        graph.receiver("logs", false, LOGS)
                .pipeline("traces", "logs", "pass", "out")
                .pipeline("logs", "logs", "pass", "forward");
        refused()
                .hasMessageContaining("\"logs\" receiver for data type \"traces\"")
                .satisfies(
                        refused ->
                                assertThat(refused.getSuppressed())
                                        .extracting(Throwable::getMessage)
                                        .satisfiesExactly(
                                                pass ->
                                                        assertThat(pass)
                                                                .contains("\"pass\" processor"),
                                                forward ->
                                                        assertThat(forward)
                                                                .contains(
                                                                        "connector \"forward\"")));
    }

    @Test
    void aCycleIsToldBesideAConnectorThatLeadsNowhere() {
        graph.pipeline("traces", "in forward", "", "forward count");
        refused()
                .hasMessageContaining("connector \"count\" used as exporter")
                .satisfies(
                        refused ->
                                assertThat(refused.getSuppressed())
                                        .singleElement()
                                        .extracting(Throwable::getMessage)
                                        .asString()
                                        .contains("cycle detected: connector \"forward\""));
    }

    @Test
    void allFactoriesThatRefuseAreToldAtOnce() {
        graph.processor("picky", (_, _) -> refuse("no such table"), TRACES)
                .processor("choosy", (_, _) -> refuse("no such column"), TRACES)
                .pipeline("traces", "in", "picky choosy", "out");
        refused().satisfies(refused -> assertThat(refused.getSuppressed()).hasSize(1));
    }

    @Test
    void faultOfOneComponent_isToldOnce() {
        graph.processor("picky", (_, _) -> refuse("no such table"), TRACES)
                .pipeline("traces", "in", "picky", "out")
                .pipeline("traces/2", "in", "picky", "out");
        refused().satisfies(refused -> assertThat(refused.getSuppressed()).isEmpty());
    }

    private static Processor refuse(String why) {
        throw new IllegalArgumentException(why);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused() {
        return assertThatThrownBy(graph::build).isInstanceOf(BuildException.class);
    }
}
