// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.forager.ottl.Differential.Case;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a Go collector with the processor {@code transform} and the exporters {@code file} and
 * {@code nop} what comes of the cases of {@link Differential}, and writes its answers where {@link
 * DifferentialTest} reads them. After {@code ./mvnw -pl ottl -am test-compile} and {@code ./mvnw
 * -pl ottl dependency:build-classpath -Dmdep.outputFile=target/test.cp}:
 *
 * <pre>{@code
 * java -cp ottl/target/classes:ottl/target/test-classes:$(cat ottl/target/test.cp) \
 *     dev.forager.ottl.DifferentialRecorder path/to/otelcol-contrib \
 *     ottl/src/test/resources/dev/forager/ottl/differential converters editors
 * }</pre>
 */
final class DifferentialRecorder {
    /** Cases that one process of the collector answers; few enough to be told apart by line. */
    private static final int BATCH = 500;

    private static final int ROUNDS = 600;
    private static final String GATES =
            "--feature-gates=service.profilesSupport,ottl.functions.enableLambda";
    private static final Pattern SYNTAX_ERROR = Pattern.compile("invalid syntax(?: at|:) (\\d+):");
    private static final Pattern NUMBER = Pattern.compile("\"schemaUrl\":\"case:(\\d+)\"");
    private static final Map<Signal, String> SECTIONS =
            new EnumMap<>(
                    Map.of(
                            Signal.LOGS, "log_statements",
                            Signal.TRACES, "trace_statements",
                            Signal.METRICS, "metric_statements",
                            Signal.PROFILES, "profile_statements"));

    private final String collector;
    private final Path folder;
    private final int propagating;
    private final int silent;
    private final Set<Integer> refused = new HashSet<>();
    private final Set<Integer> crashed = new HashSet<>();
    private final Map<Integer, String> failures = new HashMap<>();

    private DifferentialRecorder(String collector) throws IOException {
        this.collector = collector;
        folder = Files.createTempDirectory("differential");
        try (ServerSocket one = free();
                ServerSocket other = free()) {
            propagating = one.getLocalPort();
            silent = other.getLocalPort();
        }
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Arguments: the collector's program, the folder to write to, and the kinds of cases. */
    public static void main(String[] args) throws Exception {
        for (String kind : List.of(args).subList(2, args.length)) {
            List<Case> cases = Differential.cases(kind);
            try (var out =
                    new OutputStreamWriter(
                            new GZIPOutputStream(
                                    Files.newOutputStream(Path.of(args[1], kind + ".gz"))),
                            UTF_8)) {
                out.write(DifferentialTest.fingerprint(cases) + "\n");
                for (int i = 0; i < cases.size(); i += BATCH) {
                    List<Case> batch = cases.subList(i, Math.min(cases.size(), i + BATCH));
                    new DifferentialRecorder(args[0]).record(batch, out);
                }
            }
        }
    }

    private void record(List<Case> cases, Writer out) throws Exception {
        Path config = accepted(cases);
        Map<Integer, Payload> outcomes = outcomes(cases, config);
        for (Case each : cases) {
            int number = each.number();
            if (refused.contains(number)) {
                out.write(Differential.REFUSED + "\n");
            } else if (crashed.contains(number)) {
                out.write(Differential.CRASHED + "\n");
            } else {
                Payload outcome = outcomes.get(number);
                if (outcome == null) {
                    throw new IllegalStateException("no answer to " + each.statement());
                }
                out.write(each.answer(failures.getOrDefault(number, ""), outcome) + "\n");
            }
        }
    }

    /** Takes out what the collector refuses, until it accepts the rest. */
    private Path accepted(List<Case> cases) throws Exception {
        Path config = folder.resolve("config.yaml");
        Path said = folder.resolve("validate.log");
        for (int round = 0; round < ROUNDS; round++) {
            Files.writeString(config, config(cases));
            Process process =
                    new ProcessBuilder(collector, "validate", GATES, "--config", config.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            if (process.waitFor() == 0) {
                return config;
            }
            String text = Files.readString(said);
            if (!refused.addAll(refusedIn(text, cases))) {
                throw new IllegalStateException(text);
            }
        }
        throw new IllegalStateException("still refused after " + ROUNDS + " rounds");
    }

    /** By the text, or by the line of a syntax error: each statement stands on its own. */
    private static Set<Integer> refusedIn(String text, List<Case> cases) {
        Set<Integer> found = new HashSet<>();
        SYNTAX_ERROR
                .matcher(text)
                .results()
                .map(it -> cases.get(Integer.parseInt(it.group(1)) - 1).number())
                .forEach(found::add);
        for (Case each : cases) {
            if (text.contains("\"" + quoted(onItsLine(each)) + "\"")) {
                found.add(each.number());
            }
        }
        return found;
    }

    private static String onItsLine(Case each) {
        return "\n".repeat(each.number() % BATCH) + each.statement();
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private String config(List<Case> cases) {
        StringBuilder out = new StringBuilder();
        out.append(
                """
                receivers:
                  otlp/propagate: {protocols: {http: {endpoint: '127.0.0.1:%d'}}}
                  otlp/silent: {protocols: {http: {endpoint: '127.0.0.1:%d'}}}
                exporters: {nop: {}, file: {path: '%s'}}
                service:
                  telemetry: {metrics: {level: none}, logs: {level: error}}
                  pipelines:
                """
                        .formatted(propagating, silent, folder.resolve("out.json")));
        for (Signal signal : SECTIONS.keySet()) {
            out.append(pipeline(signal, "propagate", "nop"));
            out.append(pipeline(signal, "silent", "file"));
        }
        out.append("processors:\n");
        for (String mode : List.of("propagate", "silent")) {
            out.append("  transform/%s:\n    error_mode: %s\n".formatted(mode, mode));
            SECTIONS.forEach((signal, section) -> append(signal, section, cases, out));
        }
        return out.toString();
    }

    private static String pipeline(Signal signal, String mode, String exporter) {
        return "    %1$s/%2$s: {receivers: [otlp/%2$s], processors: [transform/%2$s], exporters: [%3$s]}\n"
                .formatted(signal.id(), mode, exporter);
    }

    private void append(Signal signal, String section, List<Case> cases, StringBuilder out) {
        List<Case> some =
                cases.stream()
                        .filter(each -> each.signal() == signal)
                        .filter(each -> !refused.contains(each.number()))
                        .toList();
        out.append("    ").append(section).append(some.isEmpty() ? ": []\n" : ":\n");
        for (Case each : some) {
            out.append("      - context: ")
                    .append(each.context().label())
                    .append("\n        conditions: ['")
                    .append(each.condition())
                    .append("']\n        statements: [\"")
                    .append(quoted(onItsLine(each)).replace("$", "$$"))
                    .append("\"]\n");
        }
    }

    private Map<Integer, Payload> outcomes(List<Case> cases, Path config) throws Exception {
        Process process =
                new ProcessBuilder(collector, GATES, "--config", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("run.log").toFile())
                        .start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            awaitStart(process);
            for (Case each : cases) {
                if (!refused.contains(each.number())) {
                    send(each, client, process);
                }
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
        Map<Integer, Payload> outcomes = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve("out.json"))) {
            var number = NUMBER.matcher(line);
            if (!number.find()) {
                throw new IllegalStateException("whose is " + line);
            }
            outcomes.put(
                    Integer.parseInt(number.group(1)),
                    Differential.parse(Differential.signal(line), line));
        }
        return outcomes;
    }

    private void awaitStart(Process process) throws Exception {
        for (int port : List.of(propagating, silent)) {
            boolean listens = false;
            while (!listens) {
                try {
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    listens = true;
                } catch (IOException e) {
                    if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                        throw new IOException("the collector ended", e);
                    }
                }
            }
        }
    }

    private void send(Case each, HttpClient client, Process process) throws Exception {
        HttpResponse<String> propagated = post(each, client, propagating, process);
        HttpResponse<String> kept = post(each, client, silent, process);
        if (propagated == null || kept == null) {
            crashed.add(each.number());
            return;
        }
        if (kept.statusCode() != 200) {
            throw new IllegalStateException(kept.body());
        }
        if (propagated.statusCode() != 200) {
            failures.put(each.number(), message(propagated.body()));
        }
    }

    /** The answer; null if a statement made the collector panic. */
    private static @Nullable HttpResponse<String> post(
            Case each, HttpClient client, int port, Process process) throws Exception {
        String path =
                each.signal() == Signal.PROFILES
                        ? "v1development/profiles"
                        : "v1/" + each.signal().id();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/%s".formatted(port, path)))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(each.json()))
                        .build();
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IOException("the collector ended", e);
            }
            return null;
        }
    }

    private static String message(String status) {
        try (var in = new JsonFactory().createParser(status)) {
            while (in.nextToken() != null) {
                if (in.currentToken() == JsonToken.FIELD_NAME
                        && in.currentName().equals("message")) {
                    return in.nextTextValue();
                }
            }
            throw new IllegalStateException(status);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
