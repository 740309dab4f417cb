// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Asks a server that has Prometheus' HTTP API what it has stored. */
final class PrometheusApi {
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;

    PrometheusApi(int port) {
        this.port = port;
    }

    /** Whether a path answers with 200. */
    boolean isThere(String path) {
        try {
            return get(path).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The answer to GET. */
    HttpResponse<String> get(String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
        try {
            return http.send(
                    HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Every sample of the last hour as a line, sorted. */
    List<String> samples() throws IOException {
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

    /** The series that a query finds at this moment, sorted. */
    List<String> present(String query) throws IOException {
        String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (Value result : results("/api/v1/query?query=" + encoded)) {
            lines.add(labels(result.getStructValue().getFieldsOrThrow("metric").getStructValue()));
        }
        Collections.sort(lines);
        return lines;
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
        return String.valueOf(Double.parseDouble(text.getStringValue().replace("Inf", "Infinity")));
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
}
