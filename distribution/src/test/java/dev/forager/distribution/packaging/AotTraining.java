// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Trains the AOT cache of a distribution folder: starts its launcher with a configuration that uses
 * every component of the main job, sends full load in every protocol, and ends it with SIGTERM. The
 * cache holds loaded classes and method profiles, so a short or idle run would make a later start
 * quick but its first minutes dear (docs/rationale/004-launcher.md).
 */
final class AotTraining {
    private static final Duration LOAD = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;

    AotTraining(Path home) {
        this.home = home;
    }

    void run() throws Exception {
        Path cache = home.resolve("lib/forager.aot");
        Files.deleteIfExists(cache);
        int[] ports = freePorts(8);
        Path work = Files.createTempDirectory("forager-training");
        Path config = work.resolve("training.yaml");
        Files.writeString(config, config(ports, work));
        Path log = work.resolve("training.log");
        Process process = start(config, cache, log);
        try {
            awaitPort(process, ports[0], log);
            new TrainingLoad(ports).run(LOAD);
            process.destroy(); // SIGTERM
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("training did not end:\n" + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
        if (!Files.exists(cache)) {
            throw new IOException("training made no cache:\n" + Files.readString(log));
        }
    }

    private Process start(Path config, Path cache, Path log) throws IOException {
        var builder =
                new ProcessBuilder(
                        home.resolve("bin/forager").toString(), "--config", config.toString());
        builder.environment().remove("GOMEMLIMIT");
        // The JVM that writes the cache gets its flags through this variable.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment()
                .put(
                        "FORAGER_OPTS",
                        "-XX:AOTCacheOutput=" + cache + " -Dforager.training=true -Xmx1g");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static void awaitPort(Process process, int port, Path log) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }
        throw new IOException("the launcher does not start:\n" + Files.readString(log));
    }

    private static String config(int[] ports, Path work) {
        return """
        receivers:
          otlp/direct: {protocols: {grpc: {endpoint: "127.0.0.1:%d"}, http: {endpoint: "127.0.0.1:%d"}}}
          otlp/queued: {protocols: {grpc: {endpoint: "127.0.0.1:%d"}, http: {endpoint: "127.0.0.1:%d"}}}
          otlp/sink: {protocols: {grpc: {endpoint: "127.0.0.1:%d"}, http: {endpoint: "127.0.0.1:%d"}}}
        processors:
          memory_limiter: {check_interval: 1s, limit_percentage: 90}
          batch: {}
        exporters:
          nop:
          debug: {sampling_initial: 1, sampling_thereafter: 1000}
          debug/detailed: {verbosity: detailed, sampling_initial: 1, sampling_thereafter: 1000}
          file: {path: "%s/training.json"}
          otlp_grpc: {endpoint: "127.0.0.1:%d", compression: none, tls: {insecure: true}, sending_queue: {enabled: false}}
          otlp_grpc/queued: {endpoint: "127.0.0.1:%d", tls: {insecure: true}, sending_queue: {batch: {}}}
          otlp_http: {endpoint: "http://127.0.0.1:%d", compression: none, sending_queue: {enabled: false}}
        extensions:
          health_check: {endpoint: "127.0.0.1:%d"}
        service:
          extensions: [health_check]
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]}}
          pipelines:
        """
                        .formatted(
                                ports[0], ports[1], ports[2], ports[3], ports[4], ports[5], work,
                                ports[4], ports[4], ports[5], ports[6], ports[7])
                + pipelines("traces")
                + pipelines("metrics")
                + pipelines("logs");
    }

    private static String pipelines(String signal) {
        return """
            %1$s/direct: {receivers: [otlp/direct], exporters: [otlp_grpc]}
            %1$s/http: {receivers: [otlp/direct], exporters: [otlp_http]}
            %1$s/queued: {receivers: [otlp/queued], processors: [memory_limiter, batch], exporters: [otlp_grpc/queued, debug]}
            %1$s/sink: {receivers: [otlp/sink], exporters: [nop, debug/detailed]}
        """
                .formatted(signal)
                .indent(2);
    }

    private static int[] freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        int[] ports = new int[count];
        try {
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0);
                sockets.add(socket);
                ports[i] = socket.getLocalPort();
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return ports;
    }
}
