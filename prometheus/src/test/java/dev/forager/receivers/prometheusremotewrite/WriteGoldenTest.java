// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.pdata.OtlpJson;
import dev.forager.pdata.Payload;
import dev.forager.testkit.GoldenFolder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder: requests in order, {@code 1.v2.json} and so on, as JSON of their messages; {@code
 * expected.txt} has each answer and the metrics that went on. {@code -Dgolden.update=true} writes
 * what comes.
 */
class WriteGoldenTest {
    static Stream<Path> cases() {
        return GoldenFolder.of(WriteGoldenTest.class, "golden").folders();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void metrics_areWhatTheFileSays(Path folder) throws Exception {
        List<Path> requests;
        try (Stream<Path> all = Files.list(folder)) {
            requests = all.filter(path -> path.toString().endsWith(".json")).sorted().toList();
        }
        List<String> lines = new ArrayList<>();
        try (var server = new WrittenTo()) {
            int seen = 0;
            for (Path request : requests) {
                String type = request.toString().endsWith(".v1.json") ? WrittenTo.V1 : WrittenTo.V2;
                HttpResponse<String> answer = server.write(type, Files.readString(request));
                lines.add("%d %s".formatted(answer.statusCode(), WrittenTo.written(answer)));
                answer.body().lines().forEach(lines::add);
                List<Payload> payloads = server.sink().payloads();
                for (Payload payload : payloads.subList(seen, payloads.size())) {
                    lines.addAll(pieces(payload));
                }
                seen = payloads.size();
            }
        }
        GoldenFolder.compareLines(folder.resolve("expected.txt"), lines);
    }

    /** A line for each resource, metric and data point. */
    private static List<String> pieces(Payload payload) {
        String json = new String(OtlpJson.toJson(payload), StandardCharsets.UTF_8);
        return json.replaceAll(
                        "(\\{\"resource\":|\"scopeMetrics\":|\\{\"name\":\"[^\"]+\",(\"description\":\"[^\"]*\",)?(\"unit\":\"[^\"]*\",)?\"(gauge|sum|histogram|exponentialHistogram|summary)\"|\\{(\"attributes\":\\[[^\\]]*\\],)?\"(startT|t)imeUnixNano\")",
                        "\n$1")
                .lines()
                .toList();
    }
}
