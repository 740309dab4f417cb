// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.healthcheck;

import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ServiceView;
import dev.forager.transport.server.ErrorAnswers;
import dev.forager.transport.server.HttpServer;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.PageRequest;
import dev.forager.transport.server.RunningServer;
import dev.forager.transport.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answers 200 from the moment when all pipelines run until the service begins to stop, 503 before
 * and after. Thread-safe.
 */
final class HealthCheck implements Extension {
    private static final State NOT_READY = new State(false, Instant.EPOCH);

    private final HealthCheckConfig config;
    private final ExtensionSettings settings;
    private volatile State state = NOT_READY;
    private volatile @Nullable RunningServer server;
    private volatile @Nullable ServiceView service;

    /** Since when it is so. */
    private record State(boolean ready, Instant since) {}

    HealthCheck(HealthCheckConfig config, ExtensionSettings settings) {
        this.config = config;
        this.settings = settings;
    }

    @Override
    public void start(Host host) throws IOException {
        service = host.service();
        HealthCheckConfig.PipelineCheck check = config.checkCollectorPipeline();
        if (check != null && check.enabled()) {
            settings.logger()
                    .warn("check_collector_pipeline has no effect: pipelines are not watched");
        }
        settings.logger()
                .atInfo()
                .addKeyValue("endpoint", config.server().endpoint())
                .addKeyValue("path", config.path())
                .log("Starting health_check extension");
        server =
                HttpServer.of(
                                config.server(),
                                new ServerSettings(settings.logger(), settings.memory()),
                                ErrorAnswers.TEXT)
                        .pages(config.path(), this::answer)
                        .start(host);
    }

    int port() {
        RunningServer running = server;
        return running == null ? -1 : running.port();
    }

    @Override
    public void ready() {
        become(true);
    }

    @Override
    public void notReady() {
        become(false);
    }

    private void become(boolean ready) {
        state = new State(ready, settings.clock().instant());
        settings.logger()
                .atInfo()
                .addKeyValue("status", ready ? "ready" : "unavailable")
                .log("Health Check state change");
    }

    private Page answer(PageRequest request) {
        State now = isGettingReady() ? NOT_READY : state;
        int status = now.ready ? 200 : 503;
        HealthCheckConfig.ResponseBody body = config.responseBody();
        if (body != null) {
            return Page.text(status, now.ready ? body.healthy() : body.unhealthy());
        }
        return Page.of(status, "application/json", json(now));
    }

    private boolean isGettingReady() {
        ServiceView view = service;
        return view != null
                && view.statuses().values().stream().anyMatch(ComponentStatus::isGettingReady);
    }

    /** The keys of the Go collector; times mean nothing where it is not ready. */
    private String json(State now) {
        return "{\"status\":\"%s\",\"upSince\":\"%s\",\"uptime\":\"%s\"}"
                .formatted(
                        now.ready ? "Server available" : "Server not available",
                        now.ready ? now.since : "0001-01-01T00:00:00Z",
                        now.ready
                                ? seconds(Duration.between(now.since, settings.clock().instant()))
                                : "");
    }

    /** As Go writes durations: {@code 1h2m3.5s}. */
    private static String seconds(Duration duration) {
        var out = new StringBuilder();
        if (duration.toHours() > 0) {
            out.append(duration.toHours()).append('h');
        }
        if (duration.toMinutes() > 0) {
            out.append(duration.toMinutesPart()).append('m');
        }
        String fraction = "%09d".formatted(duration.toNanosPart()).replaceAll("0+$", "");
        out.append(duration.toSecondsPart());
        return out.append(fraction.isEmpty() ? "" : "." + fraction).append('s').toString();
    }

    @Override
    public void stop(Duration limit) {
        RunningServer running = server;
        server = null;
        if (running != null) {
            running.stop(limit);
        }
    }
}
