// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.benchmarks.ebpf.EbpfCost.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The packaged program with every scenario on, beside whatever this host does. */
final class IdleCost {
    private static final int WARM_SECONDS = 60;
    private static final int SECONDS = 120;
    private static final double GOAL_PERCENT = 1;
    private static final double TICKS_PER_SECOND = 100;
    private static final double MIB = 1024;
    private static final String YAML =
            """
            receivers: {ebpf: {}}
            exporters: {nop: {}}
            service:
              telemetry: {metrics: {level: none}}
              pipelines:
                metrics: {receivers: [ebpf], exporters: [nop]}
                logs: {receivers: [ebpf], exporters: [nop]}
            """;

    private IdleCost() {}

    static List<Result> measure(Path program) throws IOException, InterruptedException {
        if (!Files.isExecutable(program)) {
            throw new IOException(program + ": not built");
        }
        Path config = Files.writeString(Files.createTempFile("forager", ".yaml"), YAML);
        Process process =
                new ProcessBuilder(program.toString(), "--config", config.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            requireAlive(process, WARM_SECONDS);
            long before = ticks(process.pid());
            requireAlive(process, SECONDS);
            double percent = (ticks(process.pid()) - before) / TICKS_PER_SECOND / SECONDS * 100;
            return List.of(
                    new Result(
                            "CPU with everything on, nothing asked of it",
                            String.format(Locale.ROOT, "%.2f %% of a core", percent),
                            "<= 1 % of a core",
                            percent <= GOAL_PERCENT),
                    Result.of(
                            "RSS then",
                            String.format(Locale.ROOT, "%.0f MiB", rssKib(process.pid()) / MIB)));
        } finally {
            process.destroy();
            process.waitFor();
            Files.delete(config);
        }
    }

    private static void requireAlive(Process process, int seconds)
            throws IOException, InterruptedException {
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException("it ended with " + process.exitValue());
        }
    }

    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static long rssKib(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
