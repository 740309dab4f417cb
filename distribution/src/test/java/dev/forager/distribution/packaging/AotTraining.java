// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import dev.forager.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Trains the AOT cache of a distribution folder: starts its launcher with a configuration that uses
 * every component of the main job and the usual processors, sends full load in every protocol, and
 * ends it with SIGTERM. The cache holds loaded classes and method profiles, so a short or idle run
 * would make a later start quick but its first minutes dear (docs/rationale/004-launcher.md).
 */
final class AotTraining {
    private static final Duration LOAD = Duration.ofSeconds(40);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path home;

    AotTraining(Path home) {
        this.home = home;
    }

    void run() throws Exception {
        Path work = Files.createTempDirectory("forager-training");
        try {
            train(work);
        } finally {
            Packager.deleteTree(work);
        }
    }

    private void train(Path work) throws Exception {
        Path cache = home.resolve("lib/forager.aot");
        Files.deleteIfExists(cache);
        int[] ports = IntStream.generate(Ports::free).limit(11).toArray();
        Path config = work.resolve("training.yaml");
        Files.writeString(config, config(ports, work));
        Process process = start(config, cache);
        var output = new LastOutput();
        Thread reader = Thread.ofVirtual().start(() -> read(process, output));
        try {
            awaitPort(process, ports[0], output);
            new TrainingLoad(ports).run(LOAD);
            process.toHandle().destroy(); // SIGTERM; that of the process closes its output, too
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("training did not end:\n" + output);
            }
            reader.join(PATIENCE);
        } finally {
            process.destroyForcibly();
        }
        if (!Files.exists(cache)) {
            throw new IOException("training made no cache:\n" + output);
        }
    }

    private Process start(Path config, Path cache) throws IOException {
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
        return builder.redirectErrorStream(true).start();
    }

    private static void read(Process process, LastOutput output) {
        try (var stream = process.getInputStream()) {
            output.read(stream);
        } catch (IOException killed) {
            // What was read until then is the end.
        }
    }

    private static void awaitPort(Process process, int port, LastOutput output) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }
        throw new IOException("the launcher does not start:\n" + output);
    }

    /**
     * Ports stand as numbers in braces: those of servers first, as {@link TrainingLoad} takes them.
     */
    private static String config(int[] ports, Path work) {
        String text =
                """
                receivers:
                  otlp/direct: {protocols: {grpc: {endpoint: "127.0.0.1:{0}"}, http: {endpoint: "127.0.0.1:{1}"}}}
                  otlp/queued: {protocols: {grpc: {endpoint: "127.0.0.1:{2}"}, http: {endpoint: "127.0.0.1:{3}"}}}
                  otlp/edited: {protocols: {grpc: {endpoint: "127.0.0.1:{4}"}, http: {endpoint: "127.0.0.1:{5}"}}}
                  otlp/sink: {protocols: {grpc: {endpoint: "127.0.0.1:{6}"}, http: {endpoint: "127.0.0.1:{7}"}}}
                processors:
                  memory_limiter: {check_interval: 1s, limit_percentage: 90}
                  batch: {}
                  resource_detection: {detectors: [env, system]}
                  resource: {attributes: [{key: deployment.environment.name, value: training, action: upsert}]}
                  attributes: {actions: [{key: site, value: training, action: insert}]}
                  filter:
                    trace_conditions: ['span.attributes["http.route"] == "/health"']
                    metric_conditions: ['datapoint.attributes["http.route"] == "/health"']
                    log_conditions: ['log.severity_number == SEVERITY_NUMBER_DEBUG']
                  transform:
                    trace_statements: ['set(span.attributes["peer"], "none") where span.kind == SPAN_KIND_INTERNAL', 'delete_key(span.attributes, "peer")']
                    metric_statements: ['set(datapoint.attributes["peer"], "none")']
                    log_statements: ['set(log.attributes["level"], log.severity_text)']
                exporters:
                  nop:
                  debug: {sampling_initial: 1, sampling_thereafter: 1000}
                  debug/detailed: {verbosity: detailed, sampling_initial: 1, sampling_thereafter: 1000}
                  file: {path: "{work}/training.json"}
                  otlp_grpc: {endpoint: "127.0.0.1:{6}", compression: none, tls: {insecure: true}, sending_queue: {enabled: false}}
                  otlp_grpc/queued: {endpoint: "127.0.0.1:{6}", tls: {insecure: true}, sending_queue: {batch: {}}}
                  otlp_http: {endpoint: "http://127.0.0.1:{7}", compression: none, sending_queue: {enabled: false}}
                extensions:
                  health_check: {endpoint: "127.0.0.1:{8}"}
                  zpages: {endpoint: "127.0.0.1:{9}"}
                service:
                  extensions: [health_check, zpages]
                  telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: {10}}}}}]}}
                  pipelines:
                """
                        + pipelines("traces")
                        + pipelines("metrics")
                        + pipelines("logs");
        for (int i = 0; i < ports.length; i++) {
            text = text.replace("{" + i + "}", Integer.toString(ports[i]));
        }
        return text.replace("{work}", work.toString());
    }

    private static String pipelines(String signal) {
        return """
            %1$s/direct: {receivers: [otlp/direct], exporters: [otlp_grpc]}
            %1$s/http: {receivers: [otlp/direct], exporters: [otlp_http]}
            %1$s/edited: {receivers: [otlp/edited], processors: [memory_limiter, resource_detection, resource, attributes, filter, transform, batch], exporters: [otlp_grpc]}
            %1$s/queued: {receivers: [otlp/queued], processors: [memory_limiter, batch], exporters: [otlp_grpc/queued, debug]}
            %1$s/sink: {receivers: [otlp/sink], exporters: [nop, debug/detailed]}
        """
                .formatted(signal)
                .indent(2);
    }
}
