// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The least memory that the documentation names is enough: what does not fit is refused. */
class SmallMemoryIT {
    private static final int SENDERS = 4;
    private static final int REQUESTS = 60;
    private static final int SPANS = 200;
    private static final int ATTRIBUTE_BYTES = 2000;

    @TempDir Path folder = Path.of("");

    /** Batches of megabytes are compressed again and again for a backend that is away. */
    @Test
    void largeBatches_forABackendThatIsAway_areRefusedAndEndNothing() throws Exception {
        int http = Ports.free();
        String backend =
                "{endpoint: 'localhost:%d', tls: {insecure: true}}".formatted(Ports.free());
        Path config = folder.resolve("config.yaml");
        Files.writeString(
                config,
                Configs.otlpTo(Ports.free(), http, Ports.free(), "otlp_grpc", backend)
                        .replace(
                                "exporters:\n",
                                "processors: {batch: {}, memory_limiter: {check_interval: 1s,"
                                        + " limit_percentage: 80, spike_limit_percentage: 20}}\n"
                                        + "exporters:\n")
                        .replace(
                                "exporters: [otlp_grpc]",
                                "processors: [memory_limiter, batch], exporters: [otlp_grpc]"));
        try (var forager =
                RunningForager.start(
                        RunningForager.HOME.resolve("bin/forager"),
                        Map.of("GOMEMLIMIT", "160MiB"),
                        "--config",
                        config.toString())) {
            forager.awaitReady();

            Map<Integer, Integer> answers = send(http);

            assertThat(forager.isAlive()).as(forager.err()).isTrue();
            assertThat(answers).containsOnlyKeys(200, 503);
            assertThat(forager.err()).doesNotContain("OutOfMemoryError");
        }
    }

    /** How often each status was answered. */
    private static Map<Integer, Integer> send(int http) throws Exception {
        var answers = new HashMap<Integer, Integer>();
        try (var senders = Executors.newFixedThreadPool(SENDERS)) {
            var jobs = new ArrayList<Callable<List<Integer>>>();
            for (int sender = 0; sender < SENDERS; sender++) {
                String body = body(sender);
                jobs.add(
                        () -> {
                            var statuses = new ArrayList<Integer>();
                            for (int i = 0; i < REQUESTS; i++) {
                                statuses.add(Http.postJson(http, "/v1/traces", body).statusCode());
                            }
                            return statuses;
                        });
            }
            for (Future<List<Integer>> statuses : senders.invokeAll(jobs)) {
                statuses.get().forEach(status -> answers.merge(status, 1, Integer::sum));
            }
        }
        return answers;
    }

    /** Spans with an attribute of noise, which hardly compresses. */
    private static String body(int seed) {
        var random = new Random(seed);
        var text = new StringBuilder("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[");
        for (int span = 0; span < SPANS; span++) {
            text.append(span == 0 ? "" : ",")
                    .append("{\"traceId\":\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"")
                    .append("%016x".formatted(random.nextLong() | 1))
                    .append("\",\"name\":\"n\",\"attributes\":[{\"key\":\"noise\",\"value\":")
                    .append("{\"stringValue\":\"");
            random.ints(ATTRIBUTE_BYTES, 'A', '[').forEach(text::appendCodePoint);
            text.append("\"}}]}");
        }
        return text.append("]}]}]}").toString();
    }
}
