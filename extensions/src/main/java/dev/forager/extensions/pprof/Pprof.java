// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.pprof;

import dev.forager.pipeline.Extension;
import dev.forager.pipeline.ExtensionSettings;
import dev.forager.pipeline.Host;
import dev.forager.transport.HttpServerConfig;
import dev.forager.transport.server.ErrorAnswers;
import dev.forager.transport.server.HttpServer;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.PageRequest;
import dev.forager.transport.server.RunningServer;
import dev.forager.transport.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Answers under {@code /debug/pprof/}: what Go gives as profiles of pprof, this gives as recordings
 * of the JDK Flight Recorder and as text. Thread-safe. One per process, since what it records is
 * the process.
 */
final class Pprof implements Extension {
    private static final String ROOT = "/debug/pprof/";
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final AtomicBoolean RUNNING = new AtomicBoolean();

    /** Longest recording on request. Chosen. */
    private static final long MAX_SECONDS = 600;

    private static final String INDEX =
            """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>/debug/pprof/</title></head>
            <body style="font: 15px/1.6 system-ui, sans-serif; margin: 2rem">
            <h1>/debug/pprof/</h1>
            <ul>
            <li><a href="profile?seconds=30">profile</a>: a Flight Recorder file of 30 seconds
            (open it with JDK Mission Control, <code>jfr view hot-methods</code> or a converter)</li>
            <li><a href="heap">heap</a>: memory pools and classes by size;
            <a href="heap?gc=1">after a garbage collection</a></li>
            <li><a href="goroutine">goroutine</a>: all threads with their stacks</li>
            <li><a href="cmdline">cmdline</a>: the command line</li>
            </ul></body></html>
            """;

    private final PprofConfig config;
    private final ExtensionSettings settings;
    private final Recordings recordings;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable RunningServer server;

    Pprof(PprofConfig config, ExtensionSettings settings) {
        this.config = config;
        this.settings = settings;
        this.recordings = new Recordings(config);
    }

    @Override
    public void start(Host host) throws IOException {
        if (!RUNNING.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "only a single pprof extension instance can be running per process");
        }
        started.set(true);
        settings.logger()
                .atInfo()
                .addKeyValue("endpoint", config.endpoint())
                .log("Starting net/http/pprof server");
        server =
                HttpServer.of(
                                withoutTimeouts(config.endpoint()),
                                new ServerSettings(settings.logger(), settings.memory()),
                                ErrorAnswers.TEXT)
                        .pages(ROOT, this::answer)
                        .start(host);
        recordings.begin();
    }

    /** Recordings take as long as the caller wishes. */
    private static HttpServerConfig withoutTimeouts(String endpoint) {
        HttpServerConfig usual = HttpServerConfig.listeningOn(endpoint);
        return new HttpServerConfig(
                usual.endpoint(),
                usual.transport(),
                usual.tls(),
                usual.cors(),
                usual.auth(),
                usual.maxRequestBodySize(),
                usual.includeMetadata(),
                usual.responseHeaders(),
                usual.compressionAlgorithms(),
                Duration.ZERO,
                usual.readHeaderTimeout(),
                Duration.ZERO,
                usual.idleTimeout(),
                usual.keepAlives(),
                usual.keepalive(),
                usual.middlewares());
    }

    int port() {
        RunningServer running = server;
        return running == null ? -1 : running.port();
    }

    private Page answer(PageRequest request) throws IOException, InterruptedException {
        return switch (request.path().substring(ROOT.length())) {
            case "" -> Page.html(INDEX);
            case "profile" -> recording(request, 30);
            case "trace" -> recording(request, 1);
            case "heap", "allocs" -> Page.text(200, Dumps.heap(request.parameter("gc") != null));
            case "goroutine", "threadcreate" -> Page.text(200, Dumps.threads());
            case "cmdline" -> Page.text(200, commandLine());
            case "block", "mutex", "symbol" ->
                    Page.text(404, "not made by a JVM: waits and locks are part of profile\n");
            default -> Page.notFound();
        };
    }

    private Page recording(PageRequest request, long usualSeconds)
            throws IOException, InterruptedException {
        String wanted = request.parameter("seconds");
        long seconds;
        try {
            seconds = wanted == null ? usualSeconds : Long.parseLong(wanted);
        } catch (NumberFormatException e) {
            seconds = -1;
        }
        if (seconds < 1 || seconds > MAX_SECONDS) {
            return Page.text(
                    400, "seconds: %s (expected: 1 to %d)\n".formatted(wanted, MAX_SECONDS));
        }
        byte[] recording = recordings.take(Duration.ofSeconds(seconds));
        if (recording == null) {
            return Page.text(
                    409, "Could not enable CPU profiling: another recording is under way\n");
        }
        return Page.of(200, "application/octet-stream", recording)
                .with("content-disposition", "attachment; filename=\"profile.jfr\"");
    }

    /** Arguments parted by zero bytes, as in Go. */
    private String commandLine() throws IOException {
        return Files.isReadable(COMMAND_LINE)
                ? Files.readString(COMMAND_LINE)
                : settings.build().command();
    }

    @Override
    public void stop(Duration limit) {
        RunningServer running = server;
        server = null;
        recordings.close();
        if (running != null) {
            running.stop(limit);
        }
        if (started.compareAndSet(true, false)) {
            RUNNING.set(false);
        }
    }
}
