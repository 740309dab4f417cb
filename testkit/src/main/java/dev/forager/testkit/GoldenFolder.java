// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Behaviour on data as files: each folder below {@code src/test/resources/<package>/<name>} holds
 * {@code config.yaml}, {@code input.json} and {@code expected.json}. Input and output are
 * OTLP/JSON; several requests are separated by a line {@code ---}. With {@code
 * -Dgolden.update=true} the expected files are written instead of compared: read the difference
 * before you commit it.
 *
 * <p>Answers of another implementation stand in folders of the same form, see {@link #recorded}.
 */
public final class GoldenFolder {
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---\\R");
    private static final Pattern PIPELINE = Pattern.compile("expected-([a-z]+)_(.+)\\.json");
    private static final String JOIN = "---\n";

    private final Path folder;
    private final boolean isRecorded;

    private GoldenFolder(Path folder, boolean isRecorded) {
        this.folder = folder;
        this.isRecorded = isRecorded;
    }

    /** The cases of a test class. */
    public static GoldenFolder of(Class<?> test, String name) {
        return new GoldenFolder(beside(test, name), false);
    }

    /**
     * The cases of {@code recorded}, whose expected output is the Go collector's (its README says
     * of which version). Only items count, not their order or the requests they travelled in. Cases
     * without an input have that of the folder above; {@code gates.txt} names feature gates, one a
     * line; {@code refused.txt} says that requests are refused. A connector that chooses among
     * pipelines has an {@code expected-logs_a.json} for the pipeline {@code logs/a}.
     */
    public static GoldenFolder recorded(Class<?> test) {
        return new GoldenFolder(beside(test, "recorded"), true);
    }

    private static Path beside(Class<?> test, String name) {
        Path resources = Path.of("src/test/resources");
        String packageFolder = test.getPackageName().replace('.', '/');
        return resources.resolve(packageFolder).resolve(name);
    }

    /** A test for each folder: the processor turns the input into the expected output. */
    public <C extends Record> Stream<DynamicTest> tests(ProcessorFactory<C> factory) {
        return cases().stream()
                .map(
                        path ->
                                DynamicTest.dynamicTest(
                                        String.valueOf(path.getFileName()),
                                        path.toUri(),
                                        () -> verify(path, factory)));
    }

    /**
     * A test for each folder: the connector turns the input into the expected output, at the latest
     * when it stops. Where it takes the signal to several, the one that the expected output holds.
     */
    public <C extends Record> Stream<DynamicTest> tests(ConnectorFactory<C> factory) {
        return cases().stream()
                .map(
                        path ->
                                DynamicTest.dynamicTest(
                                        String.valueOf(path.getFileName()),
                                        path.toUri(),
                                        () -> verify(path, factory)));
    }

    private <C extends Record> void verify(Path path, ConnectorFactory<C> factory)
            throws Exception {
        if (isRecorded && !Files.exists(path.resolve("expected.json"))) {
            verifyPipelines(path, factory);
            return;
        }
        C config = config(path, factory);
        List<Payload> input = input(path);
        Signal from = input.getFirst().signal();
        Signal to = to(path.resolve("expected.json"), factory, from);
        var next = TestConsumers.of(to);
        var settings = settings(path).connector(factory.info().id(), from, to);
        Connector connector = factory.create(config, settings, next);
        connector.start(new TestHost());
        for (Payload payload : input) {
            consume(connector, payload, isRefused(path));
        }
        connector.stop(Duration.ofSeconds(10));
        compare(path, next.sink(to).payloads());
    }

    private static <C extends Record> void verifyPipelines(Path path, ConnectorFactory<C> factory)
            throws Exception {
        Map<String, List<String>> expected = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "expected-*.json")) {
            for (Path file : files) {
                Matcher name = PIPELINE.matcher(String.valueOf(file.getFileName()));
                assertThat(name.matches()).as("name of %s", file).isTrue();
                expected.put(
                        name.group(1) + "/" + name.group(2), TelemetryItems.of(requests(file)));
            }
        }
        List<Payload> input = input(path);
        var next = TestPipelines.of(expected.keySet());
        Signal to = PipelineId.parse(next.sinks().keySet().iterator().next()).signal();
        ConnectorSettings settings =
                settings(path).connector(factory.info().id(), input.getFirst().signal(), to);
        Connector connector = factory.create(config(path, factory), settings, next);
        connector.start(new TestHost());
        for (Payload payload : input) {
            consume(connector, payload, isRefused(path));
        }
        connector.stop(Duration.ofSeconds(10));
        next.sinks()
                .forEach(
                        (id, sink) ->
                                assertThat(TelemetryItems.of(sink.payloads()))
                                        .as("%s of %s", id, path)
                                        .containsExactlyInAnyOrderElementsOf(expected.get(id)));
    }

    private static void consume(Consumer consumer, Payload payload, boolean isRefused)
            throws ConsumeException {
        if (isRefused) {
            assertThatThrownBy(() -> consumer.consume(payload.open(), Context.background()))
                    .isInstanceOf(ConsumeException.class);
        } else {
            consumer.consume(payload.open(), Context.background());
        }
    }

    private static boolean isRefused(Path path) {
        return Files.exists(path.resolve("refused.txt"));
    }

    private static Signal to(Path expected, ConnectorFactory<?> factory, Signal from)
            throws IOException {
        List<Payload> wanted = Files.exists(expected) ? requests(expected) : List.of();
        if (!wanted.isEmpty()) {
            return wanted.getFirst().signal();
        }
        return factory.info().pairs().keySet().stream()
                .filter(pair -> pair.from() == from)
                .findFirst()
                .orElseThrow()
                .to();
    }

    /** The folder of each case, in order, for tests whose files have a form of their own. */
    public Stream<Path> folders() {
        return cases().stream();
    }

    /**
     * Compares lines with those of a file; with {@code -Dgolden.update=true} writes them.
     *
     * @throws AssertionError when they differ
     */
    public static void compareLines(Path expected, List<String> lines) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.write(expected, lines);
        }
        assertThat(lines).as(expected.toString()).isEqualTo(Files.readAllLines(expected));
    }

    private List<Path> cases() {
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> cases = entries.filter(Files::isDirectory).sorted().toList();
            assertThat(cases).as("cases below %s", folder).isNotEmpty();
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <C extends Record> void verify(Path path, ProcessorFactory<C> factory)
            throws Exception {
        C config = config(path, factory);
        compare(path, run(config, factory, settings(path), input(path)));
    }

    private void compare(Path path, List<Payload> output) throws IOException {
        if (isRecorded) {
            assertThat(TelemetryItems.of(output))
                    .as(path.toString())
                    .containsExactlyInAnyOrderElementsOf(
                            TelemetryItems.of(requests(path.resolve("expected.json"))));
            return;
        }
        String actual =
                output.stream().map(TestTelemetry::toJson).collect(Collectors.joining(JOIN));
        Path expected = path.resolve("expected.json");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
            return;
        }
        String wanted =
                requests(expected).stream()
                        .map(TestTelemetry::toJson)
                        .collect(Collectors.joining(JOIN));
        assertThat(actual).as(path.toString()).isEqualTo(wanted);
    }

    private static <C extends Record> C config(Path path, ComponentFactory<C> factory)
            throws IOException {
        String yaml = Files.readString(path.resolve("config.yaml"));
        try {
            return RecordBinder.read(yaml, factory.info().configType());
        } catch (ConfigException e) {
            throw new AssertionError(path + ": refused: " + e.problems(), e);
        }
    }

    private static <C extends Record> List<Payload> run(
            C config, ProcessorFactory<C> factory, TestSettings settings, List<Payload> input)
            throws Exception {
        var next = new CollectingConsumer();
        Signal signal = input.getFirst().signal();
        Processor processor =
                factory.create(config, settings.processor(factory.info().id(), signal), next);
        processor.start(new TestHost());
        for (Payload payload : input) {
            processor.consume(payload.open(), Context.background());
        }
        processor.stop(Duration.ofSeconds(10));
        return next.payloads();
    }

    private static List<Payload> input(Path path) throws IOException {
        Path own = path.resolve("input.json");
        return requests(Files.exists(own) ? own : path.resolveSibling("input.json"));
    }

    private static TestSettings settings(Path path) throws IOException {
        Path gates = path.resolve("gates.txt");
        var settings = new TestSettings(new TestClock());
        return Files.exists(gates)
                ? settings.withGates(Files.readAllLines(gates).toArray(String[]::new))
                : settings;
    }

    private static List<Payload> requests(Path file) throws IOException {
        return SEPARATOR
                .splitAsStream(Files.readString(file))
                .filter(json -> !json.isBlank())
                .map(json -> TestTelemetry.fromJson(signal(json), json))
                .toList();
    }

    /** By the key of the request's list. */
    private static Signal signal(String json) {
        if (json.contains("\"resourceSpans\"")) {
            return Signal.TRACES;
        }
        if (json.contains("\"resourceMetrics\"")) {
            return Signal.METRICS;
        }
        return json.contains("\"resourceLogs\"") ? Signal.LOGS : Signal.PROFILES;
    }
}
