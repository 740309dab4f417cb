// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.healthcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.extensions.healthcheck.HealthCheckConfig.PipelineCheck;
import dev.forager.extensions.healthcheck.HealthCheckConfig.ResponseBody;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.testkit.ExtensionContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.HttpServerConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Answers as captured from the Go collector's health_check. */
class HealthCheckTest {
    private static final HttpServerConfig LOOPBACK = HttpServerConfig.listeningOn("127.0.0.1:0");

    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable HealthCheck check;

    @AfterEach
    void stop() {
        if (check != null) {
            check.stop(Duration.ofSeconds(5));
        }
    }

    @Test
    void answersUnavailable_untilReadyAndAfterNotReady() throws Exception {
        HealthCheck running = start(new HealthCheckConfig(LOOPBACK, "/", null, null));
        assertThat(get(running, "/").statusCode()).isEqualTo(503);
        assertThat(get(running, "/").body())
                .isEqualTo(
                        "{\"status\":\"Server not available\",\"upSince\":\"0001-01-01T00:00:00Z\","
                                + "\"uptime\":\"\"}");
        running.ready();
        clock.advance(Duration.ofMillis(3_723_500));
        HttpResponse<String> ready = get(running, "/");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(ready.body())
                .isEqualTo(
                        "{\"status\":\"Server available\",\"upSince\":\"%s\",\"uptime\":\"1h2m3.5s\"}"
                                .formatted(TestClock.START));
        running.notReady();
        assertThat(get(running, "/").statusCode()).isEqualTo(503);
    }

    @Test
    void componentThatSaysItIsStillStarting_keepsTrafficAway() throws Exception {
        var host = new TestHost();
        host.showing("k8s_attributes", ComponentStatus.gettingReady("waits for pods"));
        HealthCheck running = start(new HealthCheckConfig(LOOPBACK, "/", null, null), host);
        running.ready();
        assertThat(get(running, "/").statusCode()).isEqualTo(503);
        host.showing("k8s_attributes", ComponentStatus.recoverable("pods: no answer"));
        assertThat(get(running, "/").statusCode()).isEqualTo(200);
    }

    @Test
    void defaultPath_answersOnEveryPathAndMethod() throws Exception {
        HealthCheck running = start(new HealthCheckConfig(LOOPBACK, "/", null, null));
        running.ready();
        assertThat(get(running, "/some/where?x=1").statusCode()).isEqualTo(200);
        var post =
                HttpRequest.newBuilder(uri(running, "/"))
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherPath_isTheOnlyOne() throws Exception {
        HealthCheck running = start(new HealthCheckConfig(LOOPBACK, "/health", null, null));
        running.ready();
        assertThat(get(running, "/health").statusCode()).isEqualTo(200);
        HttpResponse<String> root = get(running, "/");
        assertThat(root.statusCode()).isEqualTo(404);
        assertThat(root.body()).isEqualTo("404 page not found\n");
    }

    @Test
    void responseBody_replacesTheJson() throws Exception {
        var body = new ResponseBody("fine", "not fine");
        HealthCheck running = start(new HealthCheckConfig(LOOPBACK, "/", body, null));
        assertThat(get(running, "/").body()).isEqualTo("not fine");
        running.ready();
        HttpResponse<String> ready = get(running, "/");
        assertThat(ready.body()).isEqualTo("fine");
        assertThat(ready.headers().firstValue("content-type"))
                .hasValue("text/plain; charset=utf-8");
    }

    @Test
    void checkCollectorPipeline_isAcceptedWithANote() throws Exception {
        var old = new PipelineCheck(true, "5m", 5);
        start(new HealthCheckConfig(LOOPBACK, "/", null, old));
        assertThat(settings.log().lines())
                .anyMatch(
                        line ->
                                line.message()
                                        .startsWith("check_collector_pipeline has no effect"));
    }

    private HealthCheck start(HealthCheckConfig config) throws Exception {
        return start(config, new TestHost());
    }

    private HealthCheck start(HealthCheckConfig config, TestHost host) throws Exception {
        var created = new HealthCheck(config, settings.extension("health_check"));
        check = created;
        created.start(host);
        return created;
    }

    private HttpResponse<String> get(HealthCheck running, String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(running, path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(HealthCheck running, String path) {
        return URI.create("http://127.0.0.1:" + running.port() + path);
    }

    @Nested
    class Contract extends ExtensionContract<HealthCheckConfig> {
        @Override
        protected HealthCheckFactory factory() {
            return new HealthCheckFactory();
        }

        @Override
        protected HealthCheckConfig config() {
            return new HealthCheckConfig(LOOPBACK, "/", null, null);
        }
    }
}
