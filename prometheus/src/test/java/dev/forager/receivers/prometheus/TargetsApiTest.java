// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** What {@code api_server} tells of targets. */
class TargetsApiTest {
    private static final String CONFIG =
            """
            api_server: {enabled: true, server_config: {endpoint: "127.0.0.1:%d"}}
            config:
              global: {keep_dropped_targets: 1}
              scrape_configs:
                - job_name: shop
                  scrape_interval: 30s
                  static_configs:
                    - {targets: ['%s'], labels: {zone: z}}
                    - {targets: ['one:1', 'two:2'], labels: {role: spare}}
                  relabel_configs:
                    - {source_labels: [role], regex: spare, action: drop}
                - job_name: away
                  static_configs: [{targets: ['127.0.0.1:1']}]
            """;

    @Test
    void targets_areToldWithTheirLastScrapeAndThoseThatRulesDrop() throws Exception {
        try (var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n");
                var running = new RunningScrape(CONFIG.formatted(0, target.address()))) {
            assertThat(get(running, "/api/v1/targets?scrapePool=shop&state=active"))
                    .contains("\"lastScrape\":\"0001-01-01T00:00:00Z\"")
                    .contains("\"health\":\"unknown\"");
            running.scrape();
            running.passUntil(() -> areAllScraped(get(running, "/api/v1/targets")));
            String all = get(running, "/api/v1/targets");
            String url = "http://%s/metrics".formatted(target.address());
            assertThat(all)
                    .startsWith("{\"status\":\"success\",\"data\":{\"activeTargets\":[{")
                    .contains("\"__address__\":\"%s\"".formatted(target.address()))
                    .contains(
                            "\"labels\":{\"instance\":\"%s\",\"job\":\"shop\",\"zone\":\"z\"}"
                                    .formatted(target.address()))
                    .contains("\"scrapePool\":\"shop\",\"scrapeUrl\":\"%s\"".formatted(url))
                    .contains("\"lastError\":\"\"")
                    .contains("\"health\":\"up\",\"scrapeInterval\":\"30s\"")
                    .contains("\"__address__\":\"one:1\"")
                    .doesNotContain("two:2")
                    .contains("\"droppedTargetCounts\":{\"away\":0,\"shop\":2}");
            assertThat(get(running, "/api/v1/targets?state=dropped"))
                    .contains("\"activeTargets\":[]")
                    .contains("one:1");
            assertThat(get(running, "/api/v1/scrape_pools"))
                    .isEqualTo(
                            "{\"status\":\"success\",\"data\":{\"scrapePools\":[\"away\",\"shop\"]}}");
            assertThat(get(running, "/api/v1/query")).contains("\"errorType\":\"not_found\"");
        }
    }

    @Test
    void portThatIsTaken_doesNotKeepTargetsFromBeingScraped() throws Exception {
        try (var taken = new ServerSocket(0);
                var target = new ScrapedTarget(ScrapedTarget.TEXT, "a 1\n");
                var running =
                        new RunningScrape(
                                CONFIG.formatted(taken.getLocalPort(), target.address()))) {
            running.passUntil(() -> !running.sink().payloads().isEmpty());
            assertThat(running.apiPort()).isEqualTo(-1);
        }
    }

    private static boolean areAllScraped(String targets) {
        return targets.contains("\"down\"") && targets.contains("\"up\"");
    }

    private static String get(RunningScrape running, String path) {
        URI uri = URI.create("http://127.0.0.1:%d%s".formatted(running.apiPort(), path));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
