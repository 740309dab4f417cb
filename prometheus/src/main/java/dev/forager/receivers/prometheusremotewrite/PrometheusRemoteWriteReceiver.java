// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.transport.server.ErrorAnswers;
import dev.forager.transport.server.HttpServer;
import dev.forager.transport.server.RunningServer;
import dev.forager.transport.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Starts and drains the server. Lifecycle calls come from one thread. */
final class PrometheusRemoteWriteReceiver implements Receiver {
    private final PrometheusRemoteWriteReceiverConfig config;
    private final ReceiverSettings settings;
    private final WriteHandler handler;
    private @Nullable RunningServer server;

    PrometheusRemoteWriteReceiver(
            PrometheusRemoteWriteReceiverConfig config, ReceiverSettings settings, Consumers next) {
        this.config = config;
        this.settings = settings;
        long most = config.server().maxRequestBodySize();
        handler =
                new WriteHandler(
                        next.whenWanted(Signal.METRICS, "http"),
                        new Memory(config.maxTargets(), config.maxMetadata()),
                        most < 0 ? Long.MAX_VALUE : most,
                        new WriteMetrics(settings.meter(), settings.id().toString()),
                        settings.logger());
    }

    @Override
    public void start(Host host) throws IOException {
        settings.logger()
                .atInfo()
                .addKeyValue("endpoint", config.server().endpoint())
                .addKeyValue("path", config.path())
                .log("Starting remote write server");
        server =
                HttpServer.of(config.server(), ServerSettings.of(settings), ErrorAnswers.TEXT)
                        .bodies(config.path(), handler)
                        .start(host);
    }

    int port() {
        return server == null ? -1 : server.port();
    }

    @Override
    public void reread() {
        if (server != null) {
            server.reread();
        }
    }

    @Override
    public void stop(Duration limit) {
        if (server != null) {
            server.stop(limit);
            server = null;
        }
    }
}
