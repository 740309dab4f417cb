// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.ottl.Differential.Case;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Profiles;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Traces;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * Asks a Go collector with the processor {@code transform} and the exporter {@code file} what comes
 * of the cases of {@link Differential}, and writes its answers where {@link DifferentialTest} reads
 * them. After {@code ./mvnw -pl ottl -am test-compile} and {@code ./mvnw -pl ottl
 * dependency:build-classpath -Dmdep.outputFile=target/test.cp}:
 *
 * <pre>{@code
 * java -cp ottl/target/classes:ottl/target/test-classes:$(cat ottl/target/test.cp) \
 *     dev.forager.ottl.DifferentialRecorder path/to/otelcol-contrib logs \
 *     ottl/src/test/resources/dev/forager/ottl/differential-logs.txt.gz
 * }</pre>
 */
final class DifferentialRecorder {
    private static final int ROUNDS = 40;
    private static final Map<Signal, String> SECTIONS =
            new EnumMap<>(
                    Map.of(
                            Signal.LOGS, "log_statements",
                            Signal.TRACES, "trace_statements",
                            Signal.METRICS, "metric_statements"));

    private final String collector;
    private final Path folder;
    private final Set<Integer> refused = new HashSet<>();
    private final Set<Integer> crashed = new HashSet<>();
    private boolean listens;

    private DifferentialRecorder(String collector, Path folder) {
        this.collector = collector;
        this.folder = folder;
    }

    /** Arguments: the collector's program, the kind of cases, and the file to write. */
    public static void main(String[] args) throws Exception {
        List<Case> cases = Differential.cases(args[1]);
        Path folder = Files.createTempDirectory("differential");
        var recorder = new DifferentialRecorder(args[0], folder);
        int port = freePort();
        Path config = recorder.accepted(cases, port);
        Map<Integer, String> answers = recorder.answers(cases, config, port);
        try (var out =
                new OutputStreamWriter(
                        new GZIPOutputStream(Files.newOutputStream(Path.of(args[2]))), UTF_8)) {
            for (Case each : cases) {
                if (recorder.crashed.contains(each.number())) {
                    out.write(each.statement() + "\n" + Differential.CRASHED + "\n");
                    continue;
                }
                String answer = answers.getOrDefault(each.number(), Differential.REFUSED);
                if (answer.equals(Differential.REFUSED)
                        != recorder.refused.contains(each.number())) {
                    throw new IllegalStateException("no answer to " + each.statement());
                }
                boolean same =
                        !answer.equals(Differential.REFUSED)
                                && Differential.content(parsed(each, answer))
                                        .equals(Differential.content(each.telemetry().seal()));
                out.write(each.statement() + "\n" + (same ? Differential.SAME : answer) + "\n");
            }
        }
    }

    private static Payload parsed(Case each, String answer) throws Exception {
        return Differential.parse(each.telemetry().signal(), answer).seal();
    }

    /** Takes out what the collector refuses, until it accepts the rest. */
    private Path accepted(List<Case> cases, int port) throws Exception {
        Path config = folder.resolve("config.yaml");
        Path said = folder.resolve("validate.log");
        for (int round = 0; round < ROUNDS; round++) {
            Files.writeString(config, config(cases, port));
            Process process =
                    new ProcessBuilder(collector, "validate", "--config", config.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            if (process.waitFor() == 0) {
                return config;
            }
            String text = Files.readString(said);
            int before = refused.size();
            for (Case each : cases) {
                if (text.contains("\"" + goQuoted(each.statement()) + "\"")) {
                    refused.add(each.number());
                }
            }
            if (refused.size() == before) {
                throw new IllegalStateException(text);
            }
        }
        throw new IllegalStateException("still refused after " + ROUNDS + " rounds");
    }

    private static String goQuoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private String config(List<Case> cases, int port) {
        var out = new StringBuilder();
        out.append(
                """
                receivers: {otlp: {protocols: {http: {endpoint: '127.0.0.1:%d'}}}}
                exporters: {file: {path: '%s'}}
                service:
                  telemetry: {metrics: {level: none}, logs: {level: error}}
                  pipelines:
                    logs: {receivers: [otlp], processors: [transform], exporters: [file]}
                    traces: {receivers: [otlp], processors: [transform], exporters: [file]}
                    metrics: {receivers: [otlp], processors: [transform], exporters: [file]}
                processors:
                  transform:
                    error_mode: silent
                """
                        .formatted(port, folder.resolve("out.json")));
        SECTIONS.forEach((signal, section) -> append(signal, section, cases, out));
        return out.toString();
    }

    private void append(Signal signal, String section, List<Case> cases, StringBuilder out) {
        List<Case> some =
                cases.stream()
                        .filter(each -> each.telemetry().signal() == signal)
                        .filter(each -> !refused.contains(each.number()))
                        .toList();
        out.append("    ").append(section).append(some.isEmpty() ? ": []\n" : ":\n");
        for (Case each : some) {
            out.append("      - context: ")
                    .append(each.context().label())
                    .append("\n        conditions: ['")
                    .append(each.condition())
                    .append("']\n        statements: ['")
                    .append(each.statement().replace("'", "''").replace("$", "$$"))
                    .append("']\n");
        }
    }

    private Map<Integer, String> answers(List<Case> cases, Path config, int port) throws Exception {
        Process process =
                new ProcessBuilder(collector, "--config", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("run.log").toFile())
                        .start();
        try {
            send(cases, port, process);
        } finally {
            process.destroy();
            process.waitFor();
        }
        Map<Integer, String> answers = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("out.json"))) {
            Telemetry telemetry = Differential.parse(signal(line), line);
            for (Payload one : each(telemetry)) {
                answers.put(number(one.open()), new String(OtlpJson.toJson(one), UTF_8));
            }
        }
        return answers;
    }

    private static Signal signal(String line) {
        return line.startsWith("{\"resourceLogs\"")
                ? Signal.LOGS
                : line.startsWith("{\"resourceSpans\"") ? Signal.TRACES : Signal.METRICS;
    }

    private static int number(Telemetry one) {
        return one instanceof Logs logs
                ? logs.records().iterator().next().flags()
                : Integer.parseInt(
                        one.resources().getFirst().scopes().getFirst().scope().version());
    }

    private void send(List<Case> cases, int port, Process process) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (Case each : cases) {
                if (!refused.contains(each.number())) {
                    send(each, client, port, process);
                }
            }
        }
    }

    /** Alone, since a statement may make the collector panic over all of a request. */
    private void send(Case each, HttpClient client, int port, Process process) throws Exception {
        String path = each.telemetry().signal().id();
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:%d/v1/%s".formatted(port, path)))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(OtlpJson.toJson(each.telemetry().seal())))
                        .build();
        while (true) {
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                listens = true;
                if (response.statusCode() != 200) {
                    throw new IllegalStateException(response.body());
                }
                return;
            } catch (IOException e) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the collector ended", e);
                }
                if (listens) {
                    crashed.add(each.number());
                    return;
                }
            }
        }
    }

    /** The resources of a request, each alone. */
    private static List<Payload> each(Telemetry telemetry) {
        List<Payload> parts = new ArrayList<>();
        switch (telemetry) {
            case Logs logs ->
                    logs.resources().forEach(group -> parts.add(alone(Logs.create(), group)));
            case Traces traces ->
                    traces.resources().forEach(group -> parts.add(alone(Traces.create(), group)));
            case Metrics metrics ->
                    metrics.resources().forEach(group -> parts.add(alone(Metrics.create(), group)));
            case Profiles _ -> throw new IllegalArgumentException("profiles are not asked for");
        }
        return parts;
    }

    private static Payload alone(Logs empty, ResourceLogs group) {
        empty.resources().add(group);
        return empty.seal();
    }

    private static Payload alone(Traces empty, ResourceSpans group) {
        empty.resources().add(group);
        return empty.seal();
    }

    private static Payload alone(Metrics empty, ResourceMetrics group) {
        empty.resources().add(group);
        return empty.seal();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
