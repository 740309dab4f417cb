// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * {@code benchmarks/ebpf}: measures the receiver on this host, as root, and prints each figure
 * beside its goal. Runs from the root of the source tree. Figures of a shared machine: compare
 * pairs.
 */
public final class EbpfCost {
    /**
     * A figure.
     *
     * @param what was measured
     * @param figure with its unit
     * @param goal that it is held against; empty for none
     * @param isMet whether it is
     */
    record Result(String what, String figure, String goal, boolean isMet) {
        static Result below(String what, double figure, double goal, String unit) {
            return new Result(
                    what,
                    String.format(Locale.ROOT, "%.1f %s", figure, unit),
                    String.format(Locale.ROOT, "<= %.0f %s", goal, unit),
                    figure <= goal);
        }

        static Result of(String what, String figure) {
            return new Result(what, figure, "", true);
        }
    }

    /** A part of the benchmark. */
    @FunctionalInterface
    interface Part {
        /** Measures. */
        List<Result> run() throws Exception;
    }

    private EbpfCost() {}

    /**
     * Options: {@code --rounds N} (5), {@code --only PART} (repeatable: read, load, events, calls,
     * redis, http, idle), {@code --scenario NAME} (repeatable, of redis and http; how it begins),
     * {@code --subject COMMAND} (the packaged program).
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = 5;
        List<String> only = new ArrayList<>();
        List<String> scenarios = new ArrayList<>();
        Path subject = Path.of("distribution/target/forager/bin/forager");
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--rounds" -> rounds = Integer.parseInt(arguments[i + 1]);
                case "--only" -> only.add(arguments[i + 1]);
                case "--scenario" -> scenarios.add(arguments[i + 1]);
                case "--subject" -> subject = Path.of(arguments[i + 1]);
                default -> {
                    System.err.println(
                            "usage: benchmarks/ebpf [--rounds N] [--only PART] [--scenario NAME]"
                                    + " [--subject COMMAND]");
                    System.exit(1);
                }
            }
        }
        System.out.println("| what | measured | goal | |");
        System.out.println("|---|---|---|---|");
        int times = rounds;
        Path program = subject;
        run("read", only, () -> ReadCost.measure(times * 40));
        run("load", only, () -> LoadTime.measure(times));
        run("events", only, EventCost::measure);
        run("calls", only, () -> CallCost.measure(times));
        run("redis", only, () -> ServerCost.redis(times, scenarios));
        run("http", only, () -> ServerCost.http(times, scenarios));
        run("idle", only, () -> IdleCost.measure(program));
    }

    /** Prints a part's figures as soon as they are there: others may take long. */
    private static void run(String name, List<String> only, Part part) {
        if (!only.isEmpty() && !only.contains(name)) {
            return;
        }
        System.err.println("measuring " + name);
        try {
            part.run().forEach(EbpfCost::print);
        } catch (Exception e) {
            print(new Result(name, "not measured: " + e.getMessage(), "", true));
        }
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(Result each) {
        String verdict = each.goal.isEmpty() ? "" : each.isMet ? "met" : "missed";
        System.out.printf("| %s | %s | %s | %s |%n", each.what, each.figure, each.goal, verdict);
    }
}
