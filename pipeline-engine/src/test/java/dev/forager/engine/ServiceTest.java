// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.FeatureGates;
import dev.forager.engine.graph.BuildException;
import dev.forager.engine.graph.StartException;
import dev.forager.engine.sending.Timing;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.ComponentStatus.State;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.Gates;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ServiceView;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ServiceTest {
    private final TestCatalog parts = new TestCatalog();
    private final RecordedTelemetry telemetry = new RecordedTelemetry();
    private final TestClock clock = new TestClock();
    private final List<String> fatal = new ArrayList<>();

    @Test
    void runsAndStopsWithTheLinesOfTheCollector() throws Exception {
        Service service = build(TestCatalog.PIPELINE);
        service.start();
        parts.send(3);
        service.stop(Duration.ofSeconds(5));

        assertThat(parts.sink.items()).isEqualTo(3);
        assertThat(parts.journal).containsExactly("start", "ready", "not ready", "stop");
        assertThat(telemetry.log().messages())
                .containsExactly(
                        "Starting forager...",
                        "Starting extensions...",
                        "Extension is starting...",
                        "Extension started.",
                        "Everything is ready. Begin running and processing data.",
                        "Starting shutdown...",
                        "Stopping extensions...",
                        "Shutdown complete.");
        assertThat(telemetry.log().lines().getFirst().fields())
                .containsEntry("Version", TestSettings.BUILD.version())
                .containsEntry("NumCPU", Runtime.getRuntime().availableProcessors());
    }

    @Test
    void aComponentThatDoesNotStart_isLoggedAndNamed() throws Exception {
        Service service = build(TestCatalog.PIPELINE.replace("[source]", "[source, broken]"));

        assertThatThrownBy(service::start)
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "cannot start pipelines: failed to start \"broken\" receiver: listen tcp"
                                + " 127.0.0.1:4317: bind: address already in use");
        assertThat(telemetry.log().lines())
                .filteredOn(line -> line.message().equals("Failed to start component"))
                .singleElement()
                .satisfies(
                        line ->
                                assertThat(line.fields())
                                        .containsEntry("type", "Receiver")
                                        .containsEntry("id", "broken"));
        assertThat(service.statuses().values())
                .extracting(ComponentStatus::state)
                .contains(State.PERMANENT_ERROR);
        service.stop(Duration.ofSeconds(5));
        assertThat(parts.sink.stops()).isEqualTo(1);
        assertThat(parts.journal).containsExactly("start", "not ready", "stop");
    }

    @Test
    void theViewShowsWhatRuns() throws Exception {
        Service service = build(TestCatalog.PIPELINE);
        service.start();
        try {
            assertThat(service.buildInfo()).isEqualTo(TestSettings.BUILD);
            assertThat(service.startTime()).isEqualTo(TestClock.START);
            assertThat(service.extensions()).containsExactly(ComponentId.parse("witness"));
            assertThat(service.pipelines())
                    .containsExactly(
                            new ServiceView.Pipeline(
                                    PipelineId.parse("traces"),
                                    List.of(ComponentId.parse("source")),
                                    List.of(),
                                    List.of(ComponentId.parse("sink"))));
            assertThat(service.statuses())
                    .containsEntry(
                            new ServiceView.Instance(
                                    ComponentKind.RECEIVER,
                                    ComponentId.parse("source"),
                                    Signal.TRACES,
                                    null),
                            ComponentStatus.ok());
            assertThat(service.featureGates()).isEqualTo(FeatureGates.defaults().all());
            assertThat(service.balances()).hasSize(1);
        } finally {
            service.stop(Duration.ofSeconds(5));
        }
    }

    @Test
    void theHostKnowsExtensionsAndStatuses() throws Exception {
        Service service = build(TestCatalog.PIPELINE);
        service.start();
        var host = parts.host();
        assertThat(host.extension(ComponentId.parse("witness"), Extension.class)).isNotNull();
        assertThatThrownBy(() -> host.extension(ComponentId.parse("other"), Extension.class))
                .hasMessage(
                        "extension \"other\": not found (expected: listed under"
                                + " service::extensions)");
        assertThatThrownBy(() -> host.extension(ComponentId.parse("witness"), Receiver.class))
                .hasMessage("extension \"witness\": wrong kind (expected: a Receiver)");

        parts.report(ComponentStatus.recoverable("backend away"));
        assertThat(service.statuses()).containsValue(ComponentStatus.recoverable("backend away"));
        parts.report(ComponentStatus.fatal("socket gone"));
        assertThat(fatal).containsExactly("socket gone");
        service.stop(Duration.ofSeconds(5));
        parts.report(ComponentStatus.ok());
        assertThat(service.statuses().values())
                .extracting(ComponentStatus::state)
                .containsOnly(State.STOPPED);
    }

    @Test
    void checkBuildsTheGraphAndSaysNothing() throws Exception {
        Service.check(parts.config(TestCatalog.PIPELINE), TestSettings.BUILD, Gates.UNTOUCHED);

        assertThat(parts.sources).hasValue(1);
        assertThat(parts.journal).isEmpty();
        assertThatThrownBy(
                        () ->
                                Service.check(
                                        parts.config(
                                                TestCatalog.PIPELINE.replace("traces:", "logs:")),
                                        TestSettings.BUILD,
                                        Gates.UNTOUCHED))
                .isInstanceOf(BuildException.class)
                .hasMessage(
                        "failed to build pipelines: failed to create \"source\" receiver for data"
                                + " type \"logs\": telemetry type is not supported");
    }

    private Service build(String yaml) throws Exception {
        var timing = new Timing(clock.scheduler(), clock::nanoTime, new Random(1));
        return Service.build(
                parts.config(yaml),
                new ServiceSettings(
                        TestSettings.BUILD,
                        telemetry,
                        MemoryBudget.unlimited(),
                        clock,
                        timing,
                        FeatureGates.defaults().all(),
                        fatal::add));
    }
}
