// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.forager.pdata.Payload;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Prometheus of its makers on a port of its own: it takes remote write, and what it is told. */
public final class RealPrometheus implements AutoCloseable {
    private static final Pattern PATH_SEPARATOR =
            Pattern.compile(Pattern.quote(File.pathSeparator));

    private static final String OTLP_FLAG = "--web.enable-otlp-receiver";
    private static final String STORAGE = "storage: {tsdb: {out_of_order_time_window: 30m}}\n";

    /** As the Go collector's exporter names things. */
    private static final String OTLP =
            """
            otlp:
              promote_scope_metadata: true
              label_name_underscore_sanitization: true
              label_name_preserve_multiple_underscores: false
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private RealPrometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** The program: that of the property {@code forager.prometheus}, or what the PATH has. */
    public static Optional<Path> program() {
        String chosen = System.getProperty("forager.prometheus");
        if (chosen != null) {
            return Optional.of(Path.of(chosen));
        }
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return PATH_SEPARATOR
                .splitAsStream(path)
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Whether it has a receiver of OTLP, as since 3.0. */
    public static boolean takesOtlp(Path program) throws IOException {
        Process asked =
                new ProcessBuilder(program.toString(), "--help").redirectErrorStream(true).start();
        byte[] said = asked.getInputStream().readAllBytes();
        return new String(said, StandardCharsets.UTF_8).contains("web.enable-otlp-receiver");
    }

    static RealPrometheus start(Path program, Path folder) throws IOException {
        return start(program, folder, "");
    }

    /** Starts it with more in its configuration. */
    public static RealPrometheus start(Path program, Path folder, String more) throws IOException {
        Path config = folder.resolve("prometheus.yml");
        boolean hasOtlp = takesOtlp(program);
        Files.writeString(config, STORAGE + (hasOtlp ? OTLP : "") + more);
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port,
                                "--web.enable-remote-write-receiver",
                                "--enable-feature=native-histograms,exemplar-storage,metadata-wal-records"));
        if (hasOtlp) {
            command.add(OTLP_FLAG);
        }
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        var started = new RealPrometheus(process, port);
        await().atMost(Duration.ofSeconds(60)).until(() -> started.isReady());
        return started;
    }

    private boolean isReady() {
        assertThat(process.isAlive()).as("prometheus runs").isTrue();
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
        try {
            return http.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Where it takes remote write. */
    public String writeUrl() {
        return "http://127.0.0.1:%d/api/v1/write".formatted(port);
    }

    /** Gives OTLP to its own receiver. */
    void receive(Payload payload) throws IOException {
        URI uri = URI.create("http://127.0.0.1:%d/api/v1/otlp/v1/metrics".formatted(port));
        var request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/x-protobuf")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(payload.toByteArray()));
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Every sample of the last hour as a line, sorted. */
    public List<String> samples() throws IOException {
        String query = URLEncoder.encode("{__name__=~\".+\"}[1h]", StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (Value result : results("/api/v1/query?query=" + query)) {
            Struct series = result.getStructValue();
            String labels = labels(series.getFieldsOrThrow("metric").getStructValue());
            points(series, "values")
                    .forEach(point -> lines.add(labels + " " + number(point.getValues(1))));
            points(series, "histograms")
                    .forEach(point -> lines.add(labels + " " + histogram(point.getValues(1))));
        }
        Collections.sort(lines);
        return lines;
    }

    /** What exemplars of a series point at. */
    public String exemplars(String name) throws IOException {
        return get("/api/v1/query_exemplars?start=0&end=9999999999&query=" + name).body();
    }

    private List<Value> results(String path) throws IOException {
        var answer = Struct.newBuilder();
        JsonFormat.parser().merge(get(path).body(), answer);
        return answer.getFieldsOrThrow("data")
                .getStructValue()
                .getFieldsOrThrow("result")
                .getListValue()
                .getValuesList();
    }

    private static Stream<ListValue> points(Struct series, String kind) {
        return series.containsFields(kind)
                ? series.getFieldsOrThrow(kind).getListValue().getValuesList().stream()
                        .map(Value::getListValue)
                : Stream.of();
    }

    private static String number(Value text) {
        return String.valueOf(Double.parseDouble(text.getStringValue()));
    }

    private static String histogram(Value value) {
        Struct histogram = value.getStructValue();
        return "count=%s sum=%s buckets=%d"
                .formatted(
                        number(histogram.getFieldsOrThrow("count")),
                        number(histogram.getFieldsOrThrow("sum")),
                        histogram.getFieldsOrThrow("buckets").getListValue().getValuesCount());
    }

    private static String labels(Struct metric) {
        var sorted = new TreeMap<String, String>();
        metric.getFieldsMap().forEach((name, value) -> sorted.put(name, value.getStringValue()));
        List<String> parts = new ArrayList<>();
        sorted.forEach((name, value) -> parts.add(name + "=\"" + value + '"'));
        return "{" + String.join(", ", parts) + "}";
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
