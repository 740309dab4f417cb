// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import dev.forager.pdata.Signal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Lets each server scrape the same targets and send OTLP on over gRPC, and prints CPU seconds a
 * million samples. The load is that of the interval, not the most that a server can do.
 *
 * <p>A server whose command names {@code {sink}}, the port to send to, is a scraper such as
 * vmagent: it gets a file of Prometheus and sends remote write; {@code {port}} is where it is to
 * listen.
 */
@Command(
        name = "scrape",
        description = "Measures scraping: the same targets, OTLP over gRPC to one sink.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ScrapeCompare implements Callable<Integer> {
    /** What the sink gets. */
    private static final Scenario ARRIVING =
            new Scenario(Signal.METRICS, false, "none", 512, Work.PASS, Scenario.Out.OTLP);

    private static final String SINK = "{sink}";

    @Mixin private Servers servers = new Servers();

    @Option(names = "--targets", description = "Default: ${DEFAULT-VALUE}")
    private int targets = 200;

    @Option(names = "--interval", description = "Seconds. Default: ${DEFAULT-VALUE}")
    private int interval = 5;

    @Option(names = "--rounds", description = "Runs of each server. Default: ${DEFAULT-VALUE}")
    private int rounds = 1;

    @Option(names = "--seconds", description = "Measured window. Default: ${DEFAULT-VALUE}")
    private int seconds = 30;

    @Option(names = "--warmup", description = "Seconds before it. Default: ${DEFAULT-VALUE}")
    private int warmup = 30;

    @Option(names = "--out", description = "Folder of results. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("benchmarks/out");

    private final PrintStream console;
    private final List<Run> runs = new ArrayList<>();

    ScrapeCompare(PrintStream console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, String> commands = servers.commands();
        Files.createDirectories(out);
        for (int round = 1; round <= rounds; round++) {
            for (var server : commands.entrySet()) {
                runs.add(measure(server.getKey(), server.getValue(), round));
            }
        }
        String table = Report.table(runs, commands.keySet().iterator().next());
        console.print(table);
        Files.writeString(out.resolve("scrape.md"), table);
        return 0;
    }

    private Run measure(String name, String command, int round) throws Exception {
        try (var sink = new Sink(ARRIVING);
                var scraped = new ScrapedTargets(targets)) {
            int port = Compare.freePort();
            boolean isScraper = command.contains(SINK);
            Path config = out.resolve("scrape.yaml").toAbsolutePath();
            Files.writeString(
                    config,
                    isScraper
                            ? "scrape_configs: [%s]%n".formatted(scraped.scrapeConfig(interval))
                            : config(scraped, sink.port(), port));
            Path log = out.resolve("scrape-" + name + ".log");
            var launch =
                    new ServerUnderTest.Launch(
                            command.replace(SINK, String.valueOf(sink.port()))
                                    .replace("{port}", String.valueOf(port)),
                            config,
                            servers.cpus(),
                            List.of(),
                            Map.of());
            try (var server = ServerUnderTest.start(launch, port, log)) {
                Compare.pause(warmup);
                int each = isScraper ? ScrapedTargets.SAMPLES : ScrapedTargets.POINTS;
                return window(name, round, server, scraped, sink, each);
            }
        }
    }

    private String config(ScrapedTargets scraped, int to, int metricsPort) {
        return """
        receivers: {prometheus: {config: {scrape_configs: [%s]}}}
        exporters: {otlp_grpc: {endpoint: "127.0.0.1:%d", compression: none, tls: {insecure: true}, sending_queue: {enabled: false}}}
        service:
          telemetry: {metrics: {readers: [{pull: {exporter: {prometheus: {host: 127.0.0.1, port: %d}}}}]}}
          pipelines: {metrics: {receivers: [prometheus], exporters: [otlp_grpc]}}
        """
                .formatted(scraped.scrapeConfig(interval), to, metricsPort);
    }

    private Run window(
            String name,
            int round,
            ServerUnderTest server,
            ScrapedTargets scraped,
            Sink sink,
            int each)
            throws IOException {
        long before = scraped.scrapes();
        long bytes = sink.bytes();
        double cpu = server.cpuSeconds();
        long begin = System.nanoTime();
        Compare.pause(seconds);
        double used = server.cpuSeconds() - cpu;
        double elapsed = (System.nanoTime() - begin) / 1e9;
        long after = scraped.scrapes();
        long wire = sink.bytes() - bytes;
        double resident = server.residentBytes() / 1048576.0;
        double samples = (after - before) * (double) ScrapedTargets.SAMPLES;
        check(name, after * each, sink);
        return new Run(
                name,
                "scrape-%dx%d-%ds".formatted(targets, ScrapedTargets.SAMPLES, interval),
                round,
                used / samples * 1e6,
                samples / elapsed,
                0,
                0,
                resident,
                wire / samples);
    }

    /** Every scrape that was answered has arrived whole. */
    private static void check(String name, long expected, Sink sink) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (sink.arrived().count() < expected && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        if (sink.arrived().count() < expected) {
            throw new IllegalStateException(
                    "%s: %d points arrived (expected: %d)"
                            .formatted(name, sink.arrived().count(), expected));
        }
    }
}
