// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.testkit.ExporterContract;
import dev.forager.testkit.LogLine;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebugExporterTest {
    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);

    @TempDir Path directory;

    /**
     * Each folder holds a request and what the Go collector 0.165.0 wrote for it with {@code
     * use_internal_logger: false}, taken byte for byte.
     */
    @ParameterizedTest
    @CsvSource({
        "traces, TRACES",
        "metrics, METRICS",
        "metrics-numbers, METRICS",
        "logs, LOGS",
        "profiles, PROFILES"
    })
    void everyVerbosity_printsWhatTheGoCollectorPrints(String folder, Signal signal)
            throws Exception {
        Payload payload = TestTelemetry.fromJson(signal, resource(folder + "/input.json"));
        for (Verbosity verbosity : Verbosity.values()) {
            String name = verbosity.name().toLowerCase(Locale.ROOT) + ".txt";
            Path file = directory.resolve(name);
            var config = config(verbosity, 2, 1, false, List.of(file.toString()));
            export(
                    new DebugExporterFactory().create(config, settings.exporter("debug", signal)),
                    payload);
            assertThat(Files.readString(file)).isEqualTo(resource(folder + "/" + name));
        }
    }

    @Test
    void internalLogger_getsCountsAsFieldsAndTheTextAsOneMessage() throws Exception {
        var config = config(Verbosity.NORMAL, 2, 1, true, null);
        export(
                new DebugExporterFactory()
                        .create(config, settings.exporter("debug", Signal.TRACES)),
                TestTelemetry.traces(1));
        List<LogLine> lines = settings.log().lines();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().message()).isEqualTo("Traces");
        assertThat(lines.getFirst().fields()).isEqualTo(Map.of("resource spans", 1, "spans", 1));
        assertThat(lines.getFirst().fields().keySet()).containsExactly("resource spans", "spans");
        assertThat(lines.getLast().message())
                .isEqualTo(
                        """
                        ResourceTraces #0 service.name=shop host.name=shop-1
                        ScopeTraces #0 test@1.0
                        GET /cart/0 00000000000000000000000000000001 0000000000000001 \
                        http.request.method=GET url.path=/cart/0 http.response.status_code=200
                        """);
    }

    @Test
    void sampling_keepsTheFirstAndThenEveryNthOfEachSecond() {
        var sampler = new EntrySampler(2, 3, clock::nanoTime);
        assertThat(kept(sampler, "a", 10)).containsExactly(1, 2, 5, 8);
        assertThat(kept(sampler, "b", 2)).containsExactly(1, 2);
        clock.advance(Duration.ofSeconds(1));
        assertThat(kept(sampler, "a", 5)).containsExactly(1, 2, 5);
    }

    @Test
    void thereafterZero_keepsTheFirstOnly() {
        assertThat(kept(new EntrySampler(2, 0, clock::nanoTime), "a", 10)).containsExactly(1, 2);
    }

    @Test
    void file_isAppendedTo() throws Exception {
        Path file = Files.writeString(directory.resolve("out"), "before\n");
        var config = config(Verbosity.BASIC, 2, 1, false, List.of(file.toString()));
        export(
                new DebugExporterFactory().create(config, settings.exporter("debug", Signal.LOGS)),
                TestTelemetry.logs(3));
        assertThat(file)
                .content()
                .isEqualTo("before\nLogs\t{\"resource logs\": 1, \"log records\": 3}\n");
    }

    @Test
    void missingDirectory_failsTheStart() {
        String file = directory.resolve("none/out").toString();
        var config = config(Verbosity.BASIC, 2, 1, false, List.of(file));
        var exporter =
                new DebugExporterFactory().create(config, settings.exporter("debug", Signal.LOGS));
        assertThatThrownBy(() -> exporter.start(new TestHost()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file);
    }

    @Test
    void sending_isDirectUnlessAQueueIsConfigured() {
        var factory = new DebugExporterFactory();
        assertThat(factory.sending(config(Verbosity.BASIC, 2, 1, true, null)))
                .isSameAs(SendingConfig.DIRECT);
        var queued = new DebugExporterConfig(Verbosity.BASIC, 2, 1, true, null, QueueConfig.OFF);
        assertThat(factory.sending(queued).sendingQueue()).isEqualTo(QueueConfig.OFF);
        assertThat(factory.sending(queued).timeout()).isZero();
    }

    @Test
    void outputPaths_goWithoutTheInternalLoggerOnly() {
        assertThatThrownBy(() -> config(Verbosity.BASIC, 2, 1, true, List.of("stdout")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessage("output_paths is not supported when use_internal_logger is true");
        assertThatThrownBy(() -> config(Verbosity.BASIC, 2, 1, false, List.of()))
                .hasMessage("output_paths must not be empty when use_internal_logger is false");
    }

    @Test
    void verbosity_isReadInAnyCase() {
        var factory = new DebugExporterFactory();
        assertThat(assertThatConfig(factory, "{verbosity: Detailed}").binds().verbosity())
                .isEqualTo(Verbosity.DETAILED);
        assertThatConfig(factory, "{verbosity: loud}").failsWith("unknown metrics level \"loud\"");
        assertThatConfig(factory, "{verbosity: none}").failsWith("\"None\" is not supported");
        assertThatConfig(factory, "{}").bindsTo(config(Verbosity.BASIC, 2, 1, true, null));
    }

    @Test
    void sendingQueue_tellsAllItsMistakes() {
        var factory = new DebugExporterFactory();
        assertThatConfig(factory, "{sending_queue: {queue_size: 5}}").binds();
        assertThatConfig(factory, "{sending_queue: {queue_size: -1, num_consumers: 0}}")
                .failsWith("`num_consumers` must be positive", "`queue_size` must be positive");
    }

    private static List<Integer> kept(EntrySampler sampler, String text, int times) {
        return IntStream.rangeClosed(1, times).filter(_ -> sampler.keeps(text)).boxed().toList();
    }

    private static void export(Exporter exporter, Payload payload) throws Exception {
        exporter.start(new TestHost());
        exporter.export(payload, Context.background());
        exporter.stop(Duration.ofSeconds(1));
    }

    private static DebugExporterConfig config(
            Verbosity verbosity,
            int initial,
            int thereafter,
            boolean internal,
            @Nullable List<String> paths) {
        return new DebugExporterConfig(verbosity, initial, thereafter, internal, paths, null);
    }

    private static String resource(String name) throws IOException {
        try (var in = DebugExporterTest.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Nested
    class Contract extends ExporterContract<DebugExporterConfig> {
        @Override
        protected ExporterFactory<DebugExporterConfig> factory() {
            return new DebugExporterFactory();
        }

        @Override
        protected DebugExporterConfig config() {
            return DebugExporterTest.config(Verbosity.DETAILED, 2, 1, true, null);
        }

        @Override
        protected String yaml() {
            return "{verbosity: detailed}";
        }
    }
}
