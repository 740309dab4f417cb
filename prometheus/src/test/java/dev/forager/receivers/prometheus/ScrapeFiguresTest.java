// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a scrape says of itself, as the real collector (contrib 0.161) and Prometheus 3 count it:
 * each file of {@code figures} holds options of the job, then what a target exposed scrape after
 * scrape, each behind the figures that came of it.
 */
class ScrapeFiguresTest {
    private static final String NEXT = "=== ";
    private static final String STATUS = "status ";

    private record Scrape(String figures, String page) {}

    @TestFactory
    Stream<DynamicTest> figures_areThoseOfPrometheus() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(ScrapeFiguresTest.class.getResource("figures"));
        try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
            return all.sorted().toList().stream()
                    .map(
                            file ->
                                    DynamicTest.dynamicTest(
                                            String.valueOf(file.getFileName()), () -> check(file)));
        }
    }

    private static void check(Path file) throws Exception {
        String text = Files.readString(file);
        int first = text.indexOf(NEXT);
        List<Scrape> scrapes = new ArrayList<>();
        for (String part : text.substring(first + NEXT.length()).split("(?m)^" + NEXT, -1)) {
            int end = part.indexOf('\n');
            scrapes.add(new Scrape(part.substring(0, end), part.substring(end + 1)));
        }
        // The options are a flow mapping on one line, which becomes keys of the job.
        String options = text.substring(1, text.lastIndexOf('}', first)).strip();
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "");
                var running = new RunningScrape(job(target.address(), options))) {
            List<String> ours = new ArrayList<>();
            for (Scrape scrape : scrapes) {
                target.answer(answer(file, scrape.page));
                ours.add(figures(running.scrape()));
            }
            assertThat(ours).isEqualTo(scrapes.stream().map(Scrape::figures).toList());
        }
    }

    private static String job(String address, String options) {
        return """
        config:
          scrape_configs:
            - {job_name: shop, scrape_timeout: 20s, static_configs: [{targets: ['%s']}]%s}
        """
                .formatted(address, options.isEmpty() ? "" : ", " + options);
    }

    private static ScrapedTarget.Answer answer(Path file, String page) {
        if (page.startsWith(STATUS)) {
            return ScrapedTarget.status(Integer.parseInt(page.substring(STATUS.length()).strip()));
        }
        String name = file.toString();
        String type =
                switch (name.substring(name.lastIndexOf('.') + 1)) {
                    case "om" -> ScrapedTarget.OPEN_METRICS;
                    case "html" -> "text/html";
                    default -> ScrapedTarget.TEXT;
                };
        return ScrapedTarget.text(type, page);
    }

    private static String figures(Payload payload) {
        Map<String, String> points = RunningScrape.points(payload);
        return "up %s, scraped %s, kept %s, added %s"
                .formatted(
                        figure(points, "up"),
                        figure(points, "scrape_samples_scraped"),
                        figure(points, "scrape_samples_post_metric_relabeling"),
                        figure(points, "scrape_series_added"));
    }

    private static String figure(Map<String, String> points, String name) {
        return String.valueOf((int) Double.parseDouble(points.getOrDefault(name + "{}", "NaN")));
    }
}
