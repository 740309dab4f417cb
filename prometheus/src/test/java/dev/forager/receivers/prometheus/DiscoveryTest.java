// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets that are found, scraped, and found no more. */
class DiscoveryTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void httpSd_targetsAreScrapedWithTheirLabels() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n");
                var server = new ScrapedTarget("", "")) {
            server.answer(
                    ScrapedTarget.text(
                            "application/json",
                            "[{\"targets\": [\"%s\"], \"labels\": {\"zone\": \"z\", \"__meta_x\": \"y\"}}]"
                                    .formatted(target.address())));
            try (var running =
                    new RunningScrape(
                            """
                            config:
                              scrape_configs:
                                - job_name: shop
                                  http_sd_configs: [{url: "http://%s/sd", authorization: {credentials: secret}}]
                                  relabel_configs:
                                    - {source_labels: [__meta_x], target_label: x}
                                    - {source_labels: [__meta_url], target_label: url}
                            """
                                    .formatted(server.address()))) {
                assertThat(RunningScrape.points(running.scrape()))
                        .containsEntry(
                                "a{url=http://%s/sd,x=y,zone=z}".formatted(server.address()),
                                "1.0");
                var headers = server.requests().getFirst();
                assertThat(headers.getFirst("Authorization")).isEqualTo("Bearer secret");
                assertThat(headers.getFirst("X-prometheus-refresh-interval-seconds"))
                        .isEqualTo("60");
            }
        }
    }

    @Test
    void fileSd_targetsAreScraped() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n")) {
            Files.writeString(
                    folder.resolve("one.yaml"),
                    "- targets: ['%s']\n  labels: {zone: 1}\n".formatted(target.address()));
            try (var running =
                    new RunningScrape(
                            """
                            config:
                              scrape_configs:
                                - job_name: shop
                                  file_sd_configs: [{files: ["%s/*.yaml"]}]
                            """
                                    .formatted(folder))) {
                assertThat(RunningScrape.points(running.scrape()))
                        .containsEntry("a{zone=1}", "1.0");
            }
        }
    }

    @Test
    void scrapeConfigFiles_haveJobs() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n")) {
            Path file = folder.resolve("jobs.yml");
            Files.writeString(
                    file,
                    "scrape_configs: [{job_name: extra, static_configs: [{targets: ['%s']}]}]\n"
                            .formatted(target.address()));
            String yaml = "config: {scrape_config_files: ['%s/*.yml']}".formatted(folder);
            try (var running = new RunningScrape(yaml)) {
                assertThat(RunningScrape.resource(running.scrape())).contains("service.name=extra");
            }
            Files.writeString(file, "scrape_configs: [{job_nam: extra}]\n");
            assertThatThrownBy(() -> new RunningScrape(yaml).close())
                    .hasMessageContaining("jobs.yml")
                    .hasMessageContaining("job_nam");
        }
    }

    @Test
    void relabelConfigs_chooseAndChangeTargets() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n");
                var running =
                        new RunningScrape(
                                """
                                config:
                                  scrape_configs:
                                    - job_name: shop
                                      static_configs:
                                        - targets: ['%s', 'other:1']
                                          labels: {__path: /inner, zone: z}
                                      relabel_configs:
                                        - {source_labels: [__address__], regex: other.*, action: drop}
                                        - {source_labels: [__path], target_label: __metrics_path__}
                                        - {source_labels: [__address__], target_label: instance, replacement: "host:$1", regex: ".*:(.*)"}
                                        - {target_label: __param_module, replacement: fast}
                                """
                                        .formatted(target.address()))) {
            var payload = running.scrape();
            assertThat(RunningScrape.points(payload)).containsEntry("a{zone=z}", "1.0");
            assertThat(RunningScrape.resource(payload)).contains("server.address=host");
            assertThat(target.queries().getFirst()).isEqualTo("/inner?module=fast");
        }
    }

    @Test
    void moreTargetsThanAllowed_failEachScrape() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n");
                var running =
                        new RunningScrape(
                                """
                                config:
                                  scrape_configs:
                                    - job_name: shop
                                      target_limit: 1
                                      static_configs: [{targets: ['%s', '127.0.0.1:1']}]
                                """
                                        .formatted(target.address()))) {
            assertThat(RunningScrape.points(running.scrape())).containsEntry("up{}", "0.0");
            assertThat(running.settings().log().lines().toString())
                    .contains("target_limit exceeded (number of targets: 2, limit: 1)");
            assertThat(target.requests()).isEmpty();
        }
    }

    @Test
    void targetThatIsNoMoreFound_endsItsSeries() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n");
                var server = new ScrapedTarget("", "")) {
            server.answer(
                    ScrapedTarget.text(
                            "application/json",
                            "[{\"targets\": [\"%s\"]}]".formatted(target.address())));
            try (var running =
                    new RunningScrape(
                            """
                            config:
                              scrape_configs:
                                - job_name: shop
                                  http_sd_configs: [{url: "http://%s/sd", refresh_interval: 200ms}]
                            """
                                    .formatted(server.address()))) {
                running.scrape();
                server.answer(ScrapedTarget.text("application/json", "[]"));
                running.passUntil(
                        () -> "ended".equals(RunningScrape.points(running.last()).get("up{}")));
                assertThat(RunningScrape.points(running.last())).containsEntry("a{}", "ended");
            }
        }
    }

    @Test
    void targetAllocator_givesJobsAndTargets() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n");
                var allocator = new ScrapedTarget("", "")) {
            allocator.answer(
                    exchange -> {
                        String path = exchange.getRequestURI().toString();
                        ScrapedTarget.text(
                                        "application/json",
                                        path.equals("/scrape_configs")
                                                ? "{\"my job\": {\"job_name\": \"my job\", \"scrape_interval\": \"30s\", \"honor_timestamps\": true, \"kubernetes_sd_configs\": [{\"role\": \"pod\"}], \"metric_relabel_configs\": [{\"regex\": \"$(SHARD)\", \"action\": \"labeldrop\"}]}}"
                                                : "[{\"targets\": [\"%s\"], \"labels\": {\"zone\": \"z\"}}]"
                                                        .formatted(target.address()))
                                .to(exchange);
                    });
            try (var running =
                    new RunningScrape(
                            """
                            target_allocator:
                              endpoint: http://%s
                              interval: 30s
                              collector_id: collector-1
                            """
                                    .formatted(allocator.address()))) {
                var payload = running.scrape();
                assertThat(RunningScrape.points(payload)).containsEntry("a{zone=z}", "1.0");
                assertThat(RunningScrape.resource(payload)).contains("service.name=my job");
                assertThat(allocator.queries())
                        .containsExactly(
                                "/scrape_configs", "/jobs/my+job/targets?collector_id=collector-1");
            }
        }
    }
}
