// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.forager.config.ConfigException;
import dev.forager.config.ConfigResolver;
import dev.forager.config.FeatureGates;
import dev.forager.config.TelemetryLogs;
import dev.forager.engine.telemetry.logging.LogPipeline;
import dev.forager.engine.telemetry.logging.ProcessLog;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {
    private static final String READY = "Everything is ready. Begin running and processing data.";

    @TempDir Path folder = Path.of("");
    private final TestCatalog parts = new TestCatalog();
    private final ExecutorService main = Executors.newSingleThreadExecutor();

    @AfterEach
    void stopMain() {
        ProcessLog.use(null);
        main.shutdownNow();
    }

    @Test
    void sigterm_drainsAndReturns() throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE);
        Future<?> run = run(collector);
        awaitReady(1);
        parts.send(2);
        collector.raise(OsSignal.TERM);
        run.get();

        assertThat(parts.sink.items()).isEqualTo(2);
        assertThat(log())
                .contains("Received signal from OS")
                .contains("\"signal\": \"terminated\"")
                .contains("Shutdown complete.");
    }

    @Test
    void sighup_withABadFile_changesNothing() throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE);
        Future<?> run = run(collector);
        awaitReady(1);
        write("receivers: {nosuch: '${env:FORAGER_TEST_UNSET}'}");
        collector.raise(OsSignal.HUP);
        await().until(() -> log().contains("Config not updated, the former one stays in use"));

        assertThat(log())
                .contains("nosuch")
                .contains("\"name\": \"FORAGER_TEST_UNSET\"")
                .doesNotContain("Starting shutdown...");
        parts.send(1);
        assertThat(parts.sink.items()).isEqualTo(1);
        end(collector, run);
    }

    @Test
    void sighup_withPipelinesThatDoNotFit_changesNothing() throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE);
        Future<?> run = run(collector);
        awaitReady(1);
        write(TestCatalog.PIPELINE.replace("traces:", "logs:"));
        collector.raise(OsSignal.HUP);
        await().until(() -> log().contains("telemetry type is not supported"));

        assertThat(log()).doesNotContain("Starting shutdown...");
        end(collector, run);
    }

    @Test
    void sighup_withAnotherFile_replacesWhatChanged() throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE);
        Future<?> run = run(collector);
        awaitReady(1);
        write(TestCatalog.PIPELINE.replace("traces:", "traces/other:"));
        collector.raise(OsSignal.HUP);
        await().until(() -> log().contains("Config updated, unchanged components stay in use"));

        assertThat(log())
                .contains("\"signal\": \"hangup\"")
                .contains("\"kept\": 3")
                .doesNotContain("Config updated, restart service")
                .doesNotContain("Starting shutdown...");
        parts.send(1);
        assertThat(parts.sink.items()).isEqualTo(1);
        assertThat(parts.sink.starts()).isEqualTo(1);
        end(collector, run);
    }

    @Test
    void sighup_withOtherTelemetry_startsAnew() throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE);
        Future<?> run = run(collector);
        awaitReady(1);
        write(TestCatalog.PIPELINE.replace("{level: none}", "{level: none}, resource: {a: b}"));
        collector.raise(OsSignal.HUP);
        awaitReady(2);

        assertThat(log()).contains("Config updated, restart service");
        parts.send(1);
        assertThat(parts.sink.items()).isEqualTo(1);
        assertThat(parts.sink.starts()).isEqualTo(2);
        end(collector, run);
    }

    @Test
    void sighup_whenSomethingNewDoesNotStart_theFormerConfigurationStays() throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE);
        Future<?> run = run(collector);
        awaitReady(1);
        write(TestCatalog.PIPELINE.replace("[source]", "[broken]"));
        collector.raise(OsSignal.HUP);
        await().until(() -> log().contains("Config not updated, the former one stays in use"));

        assertThat(log())
                .contains("failed to start \\\"broken\\\" receiver")
                .doesNotContain("Starting shutdown...");
        parts.send(1);
        assertThat(parts.sink.items()).isEqualTo(1);
        end(collector, run);
    }

    @Test
    void sighup_withOtherTelemetryAndAServiceThatDoesNotStart_theFormerOneRunsAgain()
            throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE);
        Future<?> run = run(collector);
        awaitReady(1);
        write(
                TestCatalog.PIPELINE
                        .replace("[source]", "[broken]")
                        .replace("{level: none}", "{level: none}, resource: {a: b}"));
        collector.raise(OsSignal.HUP);
        awaitReady(2);
        await().until(() -> log().contains("Config not updated, the former one stays in use"));

        parts.send(1);
        assertThat(parts.sink.items()).isEqualTo(1);
        end(collector, run);
    }

    @Test
    void sighup_whenTheFormerComponentsDoNotStartAgainEither_theProcessEnds() throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE);
        Future<?> run = run(collector);
        awaitReady(1);
        parts.refuseSources();
        write(TestCatalog.PIPELINE.replace("[source]", "[broken]"));
        collector.raise(OsSignal.HUP);

        assertThatThrownBy(run::get)
                .cause()
                .isInstanceOf(CollectorException.class)
                .hasMessageStartingWith("cannot start pipelines: failed to start \"broken\"");
        assertThat(log()).contains("Shutdown complete.");
        assertThat(parts.sink.stops()).isEqualTo(1);
    }

    @Test
    void aFatalReportEndsTheProcessWithItsText() throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE);
        Future<?> run = run(collector);
        awaitReady(1);
        parts.report(ComponentStatus.fatal("socket gone"));

        assertThatThrownBy(run::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(CollectorException.class)
                .hasMessage("socket gone");
        assertThat(log())
                .contains("Asynchronous error received, terminating process")
                .contains("Shutdown complete.");
    }

    @Test
    void aServiceThatDoesNotStart_isStoppedAgain() throws Exception {
        Collector collector = collector(TestCatalog.PIPELINE.replace("[source]", "[broken]"));

        assertThatThrownBy(collector::run)
                .isInstanceOf(CollectorException.class)
                .hasMessageStartingWith("cannot start pipelines: failed to start \"broken\"");
        assertThat(log())
                .contains("Failed to start component")
                .contains("Starting shutdown...")
                .contains("Shutdown complete.");
    }

    @Test
    void validate_findsWhatCannotBeBuilt() throws Exception {
        collector(TestCatalog.PIPELINE).validate();
        assertThatThrownBy(
                        () -> collector(TestCatalog.PIPELINE.replace("traces", "logs")).validate())
                .isInstanceOf(CollectorException.class)
                .message()
                .satisfies(
                        text ->
                                assertThat(text.lines())
                                        .hasSize(2)
                                        .anyMatch(line -> line.contains("\"source\" receiver"))
                                        .anyMatch(line -> line.contains("\"sink\" exporter"))
                                        .allMatch(line -> line.contains("config.yaml:")));
        assertThatThrownBy(() -> collector("receivers: {nosuch: {}}").validate())
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void aPluginThatFailed_isNamedWhenATypeIsUnknown() throws Exception {
        var components =
                new Components(
                        Components.of(List.of(parts)).registry(),
                        List.of("plugin x.jar could not be loaded: no components"));
        write(TestCatalog.PIPELINE.replace("exporters: {sink: {}}", "exporters: {far: {}}"));

        assertThatThrownBy(() -> collector(components).validate())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown type: \"far\"")
                .hasMessageContaining("plugin x.jar could not be loaded: no components");
    }

    @Test
    void anUnsetVariable_isNamedWhereTheConfigurationIsRefused() throws Exception {
        var err = new ByteArrayOutputStream();
        ProcessLog.use(
                LogPipeline.to(
                        err,
                        TelemetryLogs.defaults(),
                        Map.of(),
                        InstantSource.system(),
                        ZoneOffset.UTC));
        Collector collector =
                collector(
                        TestCatalog.PIPELINE.replace(
                                "exporters: {sink: {}}",
                                "exporters: {sink: {}, '': '${env:FORAGER_TEST_UNSET}'}"));

        assertThatThrownBy(collector::validate).isInstanceOf(ConfigException.class);
        assertThat(err.size()).isZero();
        assertThatThrownBy(collector::run).isInstanceOf(ConfigException.class);
        assertThat(err.toString(UTF_8))
                .contains("warn\t")
                .contains(
                        "Configuration references unset environment variable\t{\"name\":"
                                + " \"FORAGER_TEST_UNSET\"}");
    }

    private Collector collector(String yaml) throws IOException {
        write(yaml);
        return collector(Components.of(List.of(parts)));
    }

    private Collector collector(Components components) {
        return new Collector(
                new CollectorSettings(
                        TestSettings.BUILD,
                        List.of(folder.resolve("config.yaml").toString()),
                        List.of(),
                        FeatureGates.defaults(),
                        ConfigResolver.system(),
                        components,
                        MemoryBudget.unlimited(),
                        Duration.ofSeconds(5)));
    }

    private void write(String yaml) throws IOException {
        String logs =
                "telemetry: {logs: {output_paths: ['%s']}, "
                        .formatted(folder.resolve("collector.log"));
        Files.writeString(folder.resolve("config.yaml"), yaml.replace("telemetry: {", logs));
    }

    private Future<?> run(Collector collector) {
        return main.submit(
                () -> {
                    collector.run();
                    return "done";
                });
    }

    private static void end(Collector collector, Future<?> run) throws Exception {
        collector.shutdown();
        run.get();
    }

    private void awaitReady(int times) {
        await().until(() -> log().split(READY, -1).length == times + 1);
    }

    private String log() throws IOException {
        Path file = folder.resolve("collector.log");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
