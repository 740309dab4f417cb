// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.TestSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Targets that do what they should not: each fails its own scrapes, the one beside it goes on. */
class BadTargetsTest {
    private static final int MEGABYTE = 1024 * 1024;

    /** Two jobs: one scrapes what a test makes of it, the other a target that is well. */
    private static String jobs(String bad, String good, String more) {
        return """
        config:
          scrape_configs:
            - job_name: bad
              static_configs: [{targets: ['%s']}]
        %s
            - job_name: good
              static_configs: [{targets: ['%s']}]
        """
                .formatted(bad, more.indent(6), good);
    }

    private static void check(
            ScrapedTarget.Answer answer, String more, TestSettings settings, String text)
            throws Exception {
        try (var bad = new ScrapedTarget(ScrapedTarget.TEXT, "");
                var good = new ScrapedTarget(ScrapedTarget.TEXT, "well 1\n")) {
            bad.answer(answer);
            try (var running =
                    new RunningScrape(jobs(bad.address(), good.address(), more), settings)) {
                running.passUntil(() -> running.settings().log().lines().toString().contains(text));
                int before = wells(running);
                running.passUntil(() -> wells(running) > before + 1);
            }
        }
        // A scrape that was under way at the end gives back what it read a moment later.
        Awaitility.await().untilAsserted(() -> assertThat(settings.memory().usedBytes()).isZero());
    }

    private static int wells(RunningScrape running) {
        return (int)
                running.sink().payloads().stream()
                        .filter(payload -> RunningScrape.points(payload).containsKey("well{}"))
                        .count();
    }

    /** Writes until nobody reads. */
    private static void endless(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", ScrapedTarget.TEXT);
        exchange.sendResponseHeaders(200, 0);
        byte[] piece = "a{b=\"c\"} 1\n".repeat(5000).getBytes(StandardCharsets.UTF_8);
        try (OutputStream body = exchange.getResponseBody()) {
            while (!Thread.currentThread().isInterrupted()) {
                body.write(piece);
            }
        }
    }

    @Test
    void endlessBody_endsAtTheLimit() throws Exception {
        check(
                BadTargetsTest::endless,
                "body_size_limit: 1MB",
                new TestSettings(),
                "body size limit exceeded");
    }

    @Test
    void endlessBody_withoutALimit_endsWithTheMemory() throws Exception {
        check(
                BadTargetsTest::endless,
                "",
                new TestSettings().withMemory(MemoryBudget.ofBytes(8 * MEGABYTE)),
                "exposition does not fit into memory (expected: a body_size_limit, or more memory)");
    }

    @Test
    void dripping_endsWithTheTimeout() throws Exception {
        var end = new CountDownLatch(1);
        try {
            check(
                    exchange -> {
                        exchange.sendResponseHeaders(200, 0);
                        exchange.getResponseBody().write("a 1\n".getBytes(StandardCharsets.UTF_8));
                        exchange.getResponseBody().flush();
                        await(end);
                    },
                    "scrape_timeout: 500ms",
                    new TestSettings(),
                    "context deadline exceeded");
        } finally {
            end.countDown();
        }
    }

    @Test
    void whatWasUnderWayAtTheStop_saysNothingOfTheTarget() throws Exception {
        var second = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n")) {
            var running = new RunningScrape(RunningScrape.job(target.address(), ""));
            try (running) {
                running.scrape();
                target.answer(
                        _ -> {
                            second.countDown();
                            await(end);
                        });
                running.pace().pass(1);
                await(second);
            }
            assertThat(running.sink().payloads()).hasSize(1);
        } finally {
            end.countDown();
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void bodyThatInflatesWithoutMeasure_endsAtTheLimit() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            byte[] piece = new byte[MEGABYTE];
            for (int i = 0; i < 64; i++) {
                gzip.write(piece);
            }
        }
        check(
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                    exchange.sendResponseHeaders(200, bytes.size());
                    exchange.getResponseBody().write(bytes.toByteArray());
                },
                "body_size_limit: 1MB",
                new TestSettings(),
                "body size limit exceeded");
    }

    @Test
    void moreSeriesThanThereIsMemoryFor_areRefused() throws Exception {
        var body = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            body.append("a{i=\"").append(i).append("\"} 1\n");
        }
        check(
                ScrapedTarget.text(ScrapedTarget.TEXT, body.toString()),
                "",
                new TestSettings().withMemory(MemoryBudget.ofBytes(10 * MEGABYTE)),
                "series do not fit into memory");
    }

    @Test
    void seriesThatDoNotFit_holdNoMemoryUntilTheNextScrape() throws Exception {
        var body = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            body.append("a{i=\"").append(i).append("\"} 1\n");
        }
        var settings = new TestSettings().withMemory(MemoryBudget.ofBytes(10 * MEGABYTE));
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, body.toString());
                var running =
                        new RunningScrape(RunningScrape.job(target.address(), ""), settings)) {
            assertThat(RunningScrape.points(running.scrape()))
                    .containsEntry("up{stage=test}", "0.0");
            running.await(() -> settings.memory().usedBytes() < MEGABYTE / 4);
        }
    }

    @Test
    void moreMetadataThanThereIsMemoryFor_isRefused() throws Exception {
        var body = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            body.append("# TYPE a").append(i).append(" counter\n");
        }
        check(
                ScrapedTarget.text(ScrapedTarget.TEXT, body.toString()),
                "",
                new TestSettings().withMemory(MemoryBudget.ofBytes(10 * MEGABYTE)),
                "do not fit into memory");
    }

    @Test
    void labelsAndBucketsWithoutEnd_takeNoLongerThanTheyAre() throws Exception {
        var labels = new StringBuilder("a{");
        var buckets = new StringBuilder("# TYPE h histogram\n");
        for (int i = 100_000; i > 0; i--) {
            labels.append('l').append(i).append("=\"1\",");
            buckets.append("h_bucket{le=\"").append(i).append("\"} ").append(i).append('\n');
        }
        labels.append("} 1\n");
        try (var target =
                        new ScrapedTarget(
                                ScrapedTarget.TEXT,
                                labels + "" + buckets + "h_count 100000\nh_sum 1\n");
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            long start = System.nanoTime();
            assertThat(RunningScrape.points(running.scrape()))
                    .containsEntry("up{stage=test}", "1.0");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void seriesThatAreOthersEachTime_areForgotten() throws Exception {
        var count = new java.util.concurrent.atomic.AtomicInteger();
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "");
                var running =
                        new RunningScrape(
                                RunningScrape.job(target.address(), ""),
                                new TestSettings()
                                        .withMemory(MemoryBudget.ofBytes(4 * MEGABYTE)))) {
            target.answer(
                    exchange -> {
                        int from = count.getAndIncrement() * 2000;
                        var body = new StringBuilder();
                        for (int i = from; i < from + 2000; i++) {
                            body.append("a{i=\"").append(i).append("\"} 1\n");
                        }
                        ScrapedTarget.text(ScrapedTarget.TEXT, body.toString()).to(exchange);
                    });
            for (int i = 0; i < 20; i++) {
                assertThat(RunningScrape.points(running.scrape()))
                        .containsEntry("up{stage=test}", "1.0")
                        .containsEntry("scrape_series_added{stage=test}", "2000.0");
            }
        }
    }

    @Test
    void page_isNoExposition() throws Exception {
        check(
                ScrapedTarget.text("text/html", "<html><body>Welcome</body></html>"),
                "",
                new TestSettings(),
                "expected a valid start token, got \\\"<\\\"".replace("\\\"", "\""));
    }

    @Test
    void textThatIsNotUtf8_isRefused() throws Exception {
        byte[] body = "a{x=\"\u00e4\"} 1\n".getBytes(StandardCharsets.ISO_8859_1);
        check(
                ScrapedTarget.bytes(ScrapedTarget.TEXT, body),
                "",
                new TestSettings(),
                "invalid UTF-8 label value");
    }

    @Test
    void bytesInTheProtobufForm_areRefused() throws Exception {
        byte[] body = {5, 0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f};
        check(
                ScrapedTarget.bytes(ScrapedTarget.PROTOBUF, body),
                "",
                new TestSettings(),
                "proto: cannot parse");
    }

    @Test
    void connectionThatBreaks_failsTheScrape() throws Exception {
        check(
                exchange -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write("a 1\n".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                    exchange.close();
                },
                "",
                new TestSettings(),
                "EOF");
    }

    @Test
    void missingContentType_isReadAsText() throws Exception {
        try (var target = new ScrapedTarget("", "a 1\n");
                var running = new RunningScrape(RunningScrape.job(target.address(), ""))) {
            assertThat(RunningScrape.points(running.scrape()))
                    .containsEntry("a{stage=test}", "1.0");
        }
    }
}
