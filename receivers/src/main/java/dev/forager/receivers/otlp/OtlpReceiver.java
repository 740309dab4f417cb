// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.receivers.otlp.OtlpReceiverConfig.HttpProtocol;
import dev.forager.receivers.otlp.OtlpReceiverConfig.Protocols;
import dev.forager.transport.GrpcServerConfig;
import dev.forager.transport.server.ErrorAnswers;
import dev.forager.transport.server.ErrorAnswers.MediaTypes;
import dev.forager.transport.server.GrpcServer;
import dev.forager.transport.server.HttpFormat;
import dev.forager.transport.server.HttpServer;
import dev.forager.transport.server.RunningServer;
import dev.forager.transport.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Starts and drains the servers. Signals that no pipeline wants have no route; a reload may bring
 * them one while the servers run. Lifecycle calls come from one thread.
 */
final class OtlpReceiver implements Receiver {
    private static final String GRPC_IS_ELSEWHERE =
            "this port speaks OTLP/HTTP; gRPC is served at the receiver's grpc endpoint (port 4317"
                    + " by default)";

    private final Protocols protocols;
    private final Logger log;
    private final ServerSettings settings;
    private final Consumers next;
    private final MendedStrings mended;
    private @Nullable RunningServer grpc;
    private @Nullable RunningServer http;

    OtlpReceiver(Protocols protocols, ReceiverSettings settings, Consumers next) {
        this.protocols = protocols;
        this.log = settings.logger();
        this.settings = ServerSettings.of(settings);
        this.next = next;
        this.mended = new MendedStrings(settings.meter());
    }

    @Override
    public void start(Host host) throws IOException {
        if (protocols.grpc() != null) {
            grpc = startGrpc(protocols.grpc(), host);
        }
        if (protocols.http() != null) {
            try {
                http = startHttp(protocols.http(), host);
            } catch (IOException | RuntimeException e) {
                stop(Duration.ZERO);
                throw e;
            }
        }
    }

    private RunningServer startGrpc(GrpcServerConfig config, Host host) throws IOException {
        GrpcServer server = GrpcServer.of(config, settings);
        for (Signal signal : Signal.values()) {
            server.unary(
                    OtlpSignal.of(signal).grpcService(),
                    "Export",
                    () -> next.wants(signal),
                    new ProtobufHandler.OverGrpc(signal, next.whenWanted(signal, "grpc"), mended));
        }
        RunningServer running = server.start(host);
        log.atInfo().addKeyValue("endpoint", running.address()).log("Starting GRPC server");
        return running;
    }

    private RunningServer startHttp(HttpProtocol config, Host host) throws IOException {
        HttpServer server =
                HttpServer.of(config.server(), settings, ErrorAnswers.STATUS)
                        .withoutGrpc(GRPC_IS_ELSEWHERE);
        var paths = new HashSet<String>();
        for (Signal signal : wantedFirst()) {
            if (paths.add(OtlpSignal.of(signal).path(config)) || next.wants(signal)) {
                serve(server, signal, config);
            } else {
                // Its path is another signal's: this instance can never serve it.
                Consumer _ = next.forSignal(signal, "http");
            }
        }
        RunningServer running = server.start(host);
        log.atInfo().addKeyValue("endpoint", running.address()).log("Starting HTTP server");
        return running;
    }

    private List<Signal> wantedFirst() {
        var signals = new ArrayList<>(List.of(Signal.values()));
        signals.sort(Comparator.comparing(signal -> !next.wants(signal)));
        return signals;
    }

    private void serve(HttpServer server, Signal signal, HttpProtocol config) {
        Consumer consumer = next.whenWanted(signal, "http");
        server.messages(
                OtlpSignal.of(signal).path(config),
                () -> next.wants(signal),
                OtlpSignal.of(signal).head(),
                new HttpFormat(MediaTypes.PROTOBUF, new ProtobufHandler(signal, consumer, mended)),
                new HttpFormat(MediaTypes.JSON, new JsonHandler(signal, consumer, mended)));
    }

    @Override
    public void reread() {
        if (grpc != null) {
            grpc.reread();
        }
        if (http != null) {
            http.reread();
        }
    }

    @Override
    public void stop(Duration limit) {
        long start = System.nanoTime();
        if (grpc != null) {
            grpc.stop(limit);
            grpc = null;
        }
        if (http != null) {
            Duration left = limit.minusNanos(System.nanoTime() - start);
            http.stop(left.isNegative() ? Duration.ZERO : left);
            http = null;
        }
    }

    /** The port of OTLP/gRPC while it is served, for tests on port 0. */
    int grpcPort() {
        return grpc == null ? -1 : grpc.port();
    }

    /** The port of OTLP/HTTP while it is served, for tests on port 0. */
    int httpPort() {
        return http == null ? -1 : http.port();
    }
}
