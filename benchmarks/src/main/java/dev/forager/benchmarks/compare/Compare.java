// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import dev.forager.benchmarks.compare.Generator.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the same load through Forager and any number of peers in turn, and prints the ratios. */
@Command(
        name = "compare",
        description = "Measures Forager and its peers on the same load, in one run.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Compare implements Callable<Integer> {
    private static final int DISTINCT_FRESH = 64;
    private static final int DISTINCT_REPEATED = 16;

    @Mixin private Servers servers = new Servers();

    @Option(
            names = "--scenario",
            paramLabel = "GLOB",
            description = "Which scenarios; repeatable. Default: all.")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--rounds", description = "Runs of each server. Default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(names = "--seconds", description = "Measured window. Default: ${DEFAULT-VALUE}")
    private int seconds = 15;

    @Option(
            names = "--warmup",
            description =
                    "Seconds of load before the window; a JVM needs 20. Default: ${DEFAULT-VALUE}")
    private int warmup = 20;

    @Option(names = "--rate", description = "Items a second, open loop, instead of full speed.")
    private double rate;

    @Option(
            names = "--half-load",
            description = "After a full-speed run of the base: all servers at half its rate.")
    private boolean halfLoad;

    @Option(names = "--repeated", description = "16 bodies again and again instead of fresh ones.")
    private boolean repeated;

    @Option(
            names = "--may-add",
            paramLabel = "PREFIX",
            description = "Names of attributes that a server may add to resources begin so.")
    private String mayAdd = "";

    @Option(names = "--out", description = "Folder of results. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("benchmarks/out");

    @Option(names = "--list", description = "Print the scenarios and stop.")
    private boolean list;

    private final PrintStream console;
    private final List<Run> runs = new ArrayList<>();

    /** What the first server delivered of each scenario whose work changes items. */
    private final Map<String, List<byte[]>> firstDelivered = new HashMap<>();

    private Compare(PrintStream console) {
        this.console = console;
    }

    /** Exit 0 when every item arrived once and unchanged at every server, else 1. */
    public static void main(String[] args) {
        var compare = new CommandLine(new Compare(System.out));
        System.exit(compare.addSubcommand(new ScrapeCompare(System.out)).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<Scenario> chosen = Scenario.all().stream().filter(this::isChosen).toList();
        if (list) {
            chosen.forEach(scenario -> console.println(scenario.name()));
            return 0;
        }
        Map<String, String> commands = servers.commands();
        Files.createDirectories(out);
        commands.forEach((name, command) -> console.printf("%-10s %s%n", name, command));
        console.printf(
                "%d round(s), %d s after %d s of warm-up, server on CPU %s, %s bodies%n%n",
                rounds, seconds, warmup, servers.cpus(), repeated ? "repeated" : "fresh");
        for (Scenario scenario : chosen) {
            double half = halfLoad ? halfOfBase(scenario, commands) : 0;
            for (int round = 1; round <= rounds; round++) {
                for (var server : commands.entrySet()) {
                    measure(scenario, server.getKey(), server.getValue(), round, half);
                }
            }
        }
        String table = Report.table(runs, commands.keySet().iterator().next());
        console.println();
        console.print(table);
        Files.writeString(out.resolve("compare.md"), table);
        return 0;
    }

    private double halfOfBase(Scenario scenario, Map<String, String> servers) throws Exception {
        var base = servers.entrySet().iterator().next();
        measure(scenario, base.getKey(), base.getValue(), 0, 0);
        return runs.removeLast().itemsPerSecond() / 2;
    }

    private boolean isChosen(Scenario scenario) {
        if (scenarios.isEmpty()) {
            return true;
        }
        for (String glob : scenarios) {
            PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
            if (matcher.matches(Path.of(scenario.name()))) {
                return true;
            }
        }
        return false;
    }

    private void measure(Scenario scenario, String name, String command, int round, double halfRate)
            throws Exception {
        try (var sink = new Sink(scenario)) {
            int port = freePort();
            Path config = out.resolve(scenario.name() + ".yaml").toAbsolutePath();
            Files.writeString(config, scenario.config(port, sink.port(), freePort()));
            Path log = out.resolve(scenario.name() + "-" + name + ".log");
            int distinct = repeated ? DISTINCT_REPEATED : DISTINCT_FRESH;
            var launch =
                    new ServerUnderTest.Launch(
                            command, config, servers.cpus(), List.of(), Map.of());
            try (var server = ServerUnderTest.start(launch, port, log);
                    var generator = new Generator(scenario, port, distinct)) {
                checkFidelity(scenario, name, sink, generator);
                Run run = window(scenario, name, round, halfRate, sink, server, generator);
                runs.add(run);
                console.printf(
                        "%-36s %-10s round %d  %6.2f CPU-s/M  %,10.0f items/s  p50 %.2f p99 %.2f ms"
                                + "  RSS %.0f MiB  %.1f B/item%n",
                        run.scenario(),
                        name,
                        round,
                        run.cpuPerMillion(),
                        run.itemsPerSecond(),
                        run.p50Millis(),
                        run.p99Millis(),
                        run.residentMiB(),
                        run.bytesPerItem());
                Files.writeString(
                        out.resolve("runs.jsonl"),
                        run.json() + "\n",
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
    }

    private void checkFidelity(Scenario scenario, String name, Sink sink, Generator generator) {
        var arrived = Collections.synchronizedList(new ArrayList<byte[]>());
        sink.listen(arrived::add);
        List<byte[]> sent = generator.sendEachOnce();
        Work.Proof proof = scenario.work().proof();
        if (scenario.isRemoteWrite()) {
            long samples = sent.stream().mapToLong(RemoteWriteSamples::expected).sum();
            awaitItems(sink, samples);
            checkSamples(name, samples, sink);
        } else if (proof != Work.Proof.NONE) {
            if (proof != Work.Proof.AS_THE_FIRST) {
                awaitItems(sink, (long) sent.size() * scenario.batch());
            }
            List<byte[]> expected =
                    proof == Work.Proof.UNCHANGED
                            ? sent
                            : firstDelivered.computeIfAbsent(scenario.name(), _ -> arrived);
            String difference =
                    new Fidelity(mayAdd).difference(scenario.signal(), expected, arrived);
            if (!difference.isEmpty()) {
                throw new IllegalStateException(
                        name + ": not delivered as expected: " + difference);
            }
        }
        sink.listen(message -> {});
    }

    private static void awaitItems(Sink sink, long items) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (sink.arrived().count() < items && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void checkSamples(String name, long expected, Sink sink) {
        if (sink.arrived().count() != expected) {
            throw new IllegalStateException(
                    "%s: %d samples arrived (expected: %d)"
                            .formatted(name, sink.arrived().count(), expected));
        }
    }

    private Run window(
            Scenario scenario,
            String name,
            int round,
            double halfRate,
            Sink sink,
            ServerUnderTest server,
            Generator generator)
            throws IOException {
        // Unpacking every body at the sink would cost the load's core more than the server's.
        boolean packed = !scenario.codec().equals("none") || scenario.isRemoteWrite();
        sink.inspect(!packed);
        double wanted = rate > 0 ? rate : Math.max(scenario.work().rate(), halfRate);
        Identities before = sink.arrived();
        Progress start0 = generator.progress();
        generator.start(wanted);
        pause(warmup);
        Progress start = generator.progress();
        double cpu = server.cpuSeconds();
        long bytes = sink.bytes();
        long begin = System.nanoTime();
        pause(seconds);
        double cpuUsed = server.cpuSeconds() - cpu;
        Progress end = generator.progress();
        double elapsed = (System.nanoTime() - begin) / 1e9;
        long wireBytes = sink.bytes() - bytes;
        double resident = server.residentBytes() / 1048576.0;
        Progress last = generator.finish();
        boolean isCounted = !packed && scenario.work().isEachDelivered();
        verify(name, sink, isCounted, before, start0, last);
        double items = end.acknowledged().count() - start.acknowledged().count();
        return new Run(
                name,
                scenario.name(),
                round,
                cpuUsed / items * 1e6,
                items / elapsed,
                end.latency().getValueAtPercentile(50) / 1e6,
                end.latency().getValueAtPercentile(99) / 1e6,
                resident,
                wireBytes / items);
    }

    /** Every acknowledged item has arrived, and none twice. */
    private static void verify(
            String name,
            Sink sink,
            boolean isCounted,
            Identities before,
            Progress start,
            Progress last) {
        if (last.refused() > 0) {
            throw new IllegalStateException(
                    "%s: %d requests refused, %d of them to be tried again; the first other: %s"
                            .formatted(name, last.refused(), last.retryable(), last.firstLoss()));
        }
        if (!isCounted) {
            return;
        }
        long sentItems = last.acknowledged().count() - start.acknowledged().count();
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (sink.arrived().count() - before.count() < sentItems && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        Identities arrived = sink.arrived();
        boolean same =
                arrived.count() - before.count() == sentItems
                        && arrived.sum() - before.sum()
                                == last.acknowledged().sum() - start.acknowledged().sum()
                        && (arrived.xor() ^ before.xor())
                                == (last.acknowledged().xor() ^ start.acknowledged().xor());
        if (!same) {
            throw new IllegalStateException(
                    "%s: acknowledged %d items, arrived %d, or not the same ones"
                            .formatted(name, sentItems, arrived.count() - before.count()));
        }
    }

    /** Waits, awake to nothing. */
    static void pause(int seconds) {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** A port that nobody listens on now. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
