// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.ottl.Differential.Case;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
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
 *     dev.forager.ottl.DifferentialRecorder path/to/otelcol-contrib \
 *     ottl/src/test/resources/dev/forager/ottl/differential.txt.gz
 * }</pre>
 */
final class DifferentialRecorder {
    private static final int ROUNDS = 40;
    private static final int PER_REQUEST = 100;

    private final String collector;
    private final Path folder;
    private final Set<Integer> refused = new HashSet<>();

    private DifferentialRecorder(String collector, Path folder) {
        this.collector = collector;
        this.folder = folder;
    }

    /** Arguments: the collector's program, and the file to write. */
    public static void main(String[] args) throws Exception {
        List<Case> cases = Differential.cases();
        Path folder = Files.createTempDirectory("differential");
        var recorder = new DifferentialRecorder(args[0], folder);
        int port = freePort();
        Path config = recorder.accepted(cases, port);
        Map<Integer, String> answers = recorder.answers(cases, config, port);
        try (var out =
                new OutputStreamWriter(
                        new GZIPOutputStream(Files.newOutputStream(Path.of(args[1]))), UTF_8)) {
            for (Case each : cases) {
                String answer = answers.getOrDefault(each.number(), Differential.REFUSED);
                if (answer.equals(Differential.REFUSED)
                        != recorder.refused.contains(each.number())) {
                    throw new IllegalStateException("no answer to " + each.statement());
                }
                out.write(each.statement() + "\n" + answer + "\n");
            }
        }
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
                  pipelines: {logs: {receivers: [otlp], processors: [transform], exporters: [file]}}
                processors:
                  transform:
                    error_mode: silent
                    log_statements:
                """
                        .formatted(port, folder.resolve("out.json")));
        for (Case each : cases) {
            if (!refused.contains(each.number())) {
                out.append("      - context: log\n        conditions: ['log.flags == ")
                        .append(each.number())
                        .append("']\n        statements: ['")
                        .append(each.statement().replace("'", "''"))
                        .append("']\n");
            }
        }
        return out.toString();
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
            Logs logs = Differential.parse(line);
            for (Payload one : each(logs)) {
                LogRecord record = ((Logs) one.open()).records().iterator().next();
                answers.put(record.flags(), new String(OtlpJson.toJson(one), UTF_8));
            }
        }
        return answers;
    }

    private void send(List<Case> cases, int port, Process process) throws Exception {
        List<Case> asked = cases.stream().filter(each -> !refused.contains(each.number())).toList();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int from = 0; from < asked.size(); from += PER_REQUEST) {
                List<Case> some = asked.subList(from, Math.min(asked.size(), from + PER_REQUEST));
                List<Payload> payloads = new ArrayList<>();
                some.forEach(each -> payloads.add(each.logs().seal()));
                HttpRequest request =
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:%d/v1/logs".formatted(port)))
                                .header("Content-Type", "application/json")
                                .POST(
                                        BodyPublishers.ofByteArray(
                                                OtlpJson.toJson(Payload.concat(payloads))))
                                .build();
                HttpResponse<String> response = sent(client, request, process);
                if (response.statusCode() != 200) {
                    throw new IllegalStateException(response.body());
                }
            }
        }
    }

    /** Until it listens. */
    private static HttpResponse<String> sent(
            HttpClient client, HttpRequest request, Process process)
            throws InterruptedException, IOException {
        while (true) {
            try {
                return client.send(request, BodyHandlers.ofString());
            } catch (IOException e) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the collector ended", e);
                }
            }
        }
    }

    private static List<Payload> each(Logs logs) {
        List<Payload> parts = new ArrayList<>();
        for (var resource : logs.resources()) {
            Logs one = Logs.create();
            one.resources().add(resource);
            parts.add(one.seal());
        }
        return parts;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
