// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.compare;

import dev.forager.benchmarks.compare.Generator.Progress;
import dev.forager.pdata.Signal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Sends a server in a small container several times what it can take. It must live, keep its memory
 * limit, and refuse in a way that senders may try again.
 *
 * <p>The generator has one core as the server has, and cannot outrun it; so the server gets a part
 * of its core once it is warm, and what it then takes in a closed loop is what it can sustain.
 */
@Command(
        name = "overload",
        description = "Sends more than a server in a small container can take. Needs root.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Overload implements Callable<Integer> {
    /** The load and its configuration. */
    static final Scenario SCENARIO =
            new Scenario(Signal.TRACES, false, "none", 512, Work.MEMORY_LIMITER, Scenario.Out.OTLP);

    private static final int DISTINCT = 64;

    @Option(names = "--server", description = "Default: ${DEFAULT-VALUE}")
    private String server = "./distribution/target/forager/bin/forager";

    @Option(names = "--memory-mib", description = "Default: ${DEFAULT-VALUE}")
    private int memoryMib = 512;

    @Option(names = "--times", description = "Of the sustainable rate. Default: ${DEFAULT-VALUE}")
    private double times = 5;

    @Option(names = "--core-percent", description = "Default: ${DEFAULT-VALUE}")
    private int corePercent = 15;

    @Option(names = "--warmup", description = "Seconds. Default: ${DEFAULT-VALUE}")
    private int warmup = 30;

    @Option(names = "--seconds", description = "Of overload. Default: ${DEFAULT-VALUE}")
    private int seconds = 40;

    @Option(names = "--out", description = "Folder of results. Default: ${DEFAULT-VALUE}")
    private Path out = Path.of("benchmarks/out");

    private final PrintStream console;

    private Overload(PrintStream console) {
        this.console = console;
    }

    /** Exit 0 when the server lived and every refusal may be tried again, else 1. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Overload(System.out)).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Files.createDirectories(out);
        int port = Compare.freePort();
        try (var sink = new Sink(SCENARIO);
                var group = ControlGroup.limitedTo((long) memoryMib << 20)) {
            Path config = out.resolve("overload.yaml").toAbsolutePath();
            Files.writeString(config, SCENARIO.config(port, sink.port(), Compare.freePort()));
            var launch =
                    new ServerUnderTest.Launch(
                            server,
                            config,
                            "0",
                            group.entry(),
                            Map.of("GOMEMLIMIT", memoryMib + "MiB"));
            try (var process = ServerUnderTest.start(launch, port, out.resolve("overload.log"))) {
                return measured(port, sink, group, process) ? 0 : 1;
            }
        }
    }

    private boolean measured(int port, Sink sink, ControlGroup group, ServerUnderTest process)
            throws IOException {
        run(port, 0, warmup);
        group.allowCore(corePercent);
        double sustainable = run(port, 0, 10).acknowledged().count() / 10.0;
        console.printf(
                "%d%% of a core, %d MiB: takes %,.0f spans/s in a closed loop%n",
                corePercent, memoryMib, sustainable);
        long before = sink.arrived().count();
        Progress end = run(port, times * sustainable, seconds);
        boolean isFine =
                end.refused() == end.retryable() && group.killed() == 0 && process.isAlive();
        console.printf(
                """
                %.1f times that for %d s: %,d spans acknowledged, %,d arrived by the end of the load
                requests refused: %,d, of them to be tried again: %,d%s
                peak memory of the group %.0f MiB (limit %d), killed %d, alive: %b
                p99 of answers %.0f ms
                """,
                times,
                seconds,
                end.acknowledged().count(),
                sink.arrived().count() - before,
                end.refused(),
                end.retryable(),
                end.firstLoss() == null ? "" : "; the first other: " + end.firstLoss(),
                group.peakBytes() / 1048576.0,
                memoryMib,
                group.killed(),
                process.isAlive(),
                end.latency().getValueAtPercentile(99) / 1e6);
        return isFine;
    }

    private static Progress run(int port, double rate, int seconds) {
        try (var generator = new Generator(SCENARIO, port, DISTINCT)) {
            generator.start(rate);
            Compare.pause(seconds);
            return generator.finish();
        }
    }
}
