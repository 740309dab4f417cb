// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.benchmarks.ebpf.EbpfCost.Result;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * CPU time that a real server and its load spend on a request with each scenario, against none.
 * Requests a second would also tell what the receiver's own start and everything else on the host
 * take from the same CPUs, which on two of them is more than the programs in the kernel cost. As a
 * shared machine drifts, each run with a scenario stands between two without, against whose mean it
 * is held, and what is told is the median of those costs beside their quartiles; a run is the least
 * of several short ones, since what others do comes and goes. Server and load are in a control
 * group of their own and have a CPU each, which keeps the scheduler's choices out. Every run waits
 * until this process, in which the receiver is, has nothing to compile any more: two CPUs of one
 * core slow each other down.
 */
final class ServerCost {
    private static final double FILTERED_GOAL = 3;
    private static final double METRICS_GOAL = 10;
    private static final Pattern REDIS = Pattern.compile("GET: ([0-9.]+) requests per second");
    private static final Pattern AB = Pattern.compile("Requests per second:\\s+([0-9.]+)");
    private static final int TRIES = 100;
    private static final int RUNS = 5;
    private static final int REDIS_REQUESTS = 40_000;
    private static final int HTTP_REQUESTS = 20_000;
    private static final String GROUP = "/forager-benchmark-server";

    /** Below the ports of clients, as those of servers are. */
    private static final int FIRST_PORT = 16_379;

    private static final List<String> SERVER_CPU = List.of("taskset", "-c", "0");
    private static final List<String> LOAD_CPU = List.of("taskset", "-c", "1");

    private ServerCost() {}

    /**
     * A server and what asks it.
     *
     * @param group of both
     * @param command that sends the requests and ends
     * @param rate what it prints as requests a second
     * @param requests how many it sends
     */
    private record Load(OwnGroup group, List<String> command, Pattern rate, int requests) {
        double perSecond() throws Exception {
            return number(rate, Child.run(command));
        }

        /** Microseconds of both for a request: what else the host does only adds to it. */
        double run() throws Exception {
            double least = Double.MAX_VALUE;
            for (int i = 0; i < RUNS; i++) {
                long before = group.cpuMicros();
                double _ = perSecond();
                least = Math.min(least, (group.cpuMicros() - before) / (double) requests);
            }
            return least;
        }
    }

    /**
     * Measures redis.
     *
     * @param only names of scenarios, or how they begin; empty: all
     */
    static List<Result> redis(int rounds, List<String> only) throws Exception {
        int port = freePort();
        var group = OwnGroup.make(GROUP);
        Process server =
                start(
                        group,
                        "redis-server",
                        "--port",
                        "" + port,
                        "--save",
                        "",
                        "--bind",
                        "127.0.0.1");
        try {
            await(port);
            List<String> load =
                    List.of(
                            "redis-benchmark",
                            "-h",
                            "127.0.0.1",
                            "-p",
                            "" + port,
                            "-t",
                            "get",
                            "-n",
                            "" + REDIS_REQUESTS,
                            "-c",
                            "50",
                            "-q");
            return compare(
                    "redis GET",
                    rounds,
                    only,
                    new Load(group, pinned(group, load), REDIS, REDIS_REQUESTS));
        } finally {
            stop(server, group);
        }
    }

    /** Measures nginx; as {@link #redis}. */
    static List<Result> http(int rounds, List<String> only) throws Exception {
        int port = freePort();
        Path folder = Files.createTempDirectory("forager-http");
        Files.writeString(folder.resolve("index.html"), "x".repeat(1024));
        Path config =
                Files.writeString(
                        folder.resolve("nginx.conf"),
                        """
                        daemon off; worker_processes 1; pid %1$s/pid; error_log %1$s/error.log;
                        events { worker_connections 512; }
                        http { access_log off; keepalive_requests 1000000;
                               server { listen 127.0.0.1:%2$d; root %1$s; } }
                        """
                                .formatted(folder, port));
        var group = OwnGroup.make(GROUP);
        Process server = start(group, "nginx", "-c", config.toString());
        try {
            await(port);
            List<String> load =
                    List.of(
                            "ab",
                            "-q",
                            "-k",
                            "-n",
                            "" + HTTP_REQUESTS,
                            "-c",
                            "16",
                            "http://127.0.0.1:%d/index.html".formatted(port));
            return compare(
                    "nginx GET",
                    rounds,
                    only,
                    new Load(group, pinned(group, load), AB, HTTP_REQUESTS));
        } finally {
            stop(server, group);
        }
    }

    private static List<String> pinned(OwnGroup group, List<String> load) {
        return Stream.of(group.entry(), LOAD_CPU, load).flatMap(List::stream).toList();
    }

    private static Process start(OwnGroup group, String... command) throws IOException {
        return new ProcessBuilder(
                        Stream.of(group.entry(), SERVER_CPU, List.of(command))
                                .flatMap(List::stream)
                                .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** A group goes when the last of its processes has. */
    private static void stop(Process server, OwnGroup group) throws IOException {
        List<ProcessHandle> workers = server.descendants().toList();
        server.destroy();
        server.onExit().join();
        workers.forEach(each -> each.onExit().join());
        group.close();
    }

    private static int freePort() throws IOException {
        for (int port = FIRST_PORT; port < FIRST_PORT + TRIES; port++) {
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Somebody else's: the next one.
            }
        }
        throw new IOException("no port is free");
    }

    private static void await(int port) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
                return;
            } catch (IOException e) {
                new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException("the server does not listen");
    }

    private static double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text.replace('\r', '\n'));
        double found = 0;
        while (matcher.find()) {
            found = Double.parseDouble(matcher.group(1));
        }
        if (found == 0) {
            throw new IllegalStateException("no figure in: " + text);
        }
        return found;
    }

    private static List<Result> compare(String what, int rounds, List<String> only, Load load)
            throws Exception {
        Map<String, double[]> costs = new LinkedHashMap<>();
        SequencedMap<String, String> scenarios = Scenarios.all();
        scenarios.pollFirstEntry();
        if (!only.isEmpty()) {
            scenarios.keySet().removeIf(name -> only.stream().noneMatch(name::startsWith));
        }
        scenarios.keySet().forEach(name -> costs.put(name, new double[rounds]));
        List<Double> off = new ArrayList<>();
        double perSecond;
        double waited = 0;
        try (var _ = OwnGroup.make(OwnGroup.OTHER)) {
            perSecond = warm(load);
            off.add(load.run());
            for (int i = 0; i < rounds; i++) {
                for (Map.Entry<String, String> each : scenarios.entrySet()) {
                    double before = off.getLast();
                    Run on = once(each.getValue(), load);
                    waited = Math.max(waited, on.waited);
                    off.add(load.run());
                    double cost = (2 * on.micros / (before + off.getLast()) - 1) * 100;
                    Objects.requireNonNull(costs.get(each.getKey()))[i] = cost;
                    System.err.printf(
                            Locale.ROOT,
                            "%s: %.1f us beside %.1f and %.1f, %.1f %%; quiet after %.1f s%n",
                            each.getKey(),
                            on.micros,
                            before,
                            off.getLast(),
                            cost,
                            on.waited);
                }
            }
        }
        double[] without = off.stream().mapToDouble(Double::doubleValue).toArray();
        List<Result> results = new ArrayList<>();
        results.add(
                Result.of(
                        what + ", nothing attached",
                        String.format(
                                Locale.ROOT,
                                "%.1f us of CPU a request; %,.0f/s; waited %.1f s at most until quiet",
                                EbpfCost.median(without),
                                perSecond,
                                waited)));
        costs.forEach((name, each) -> results.add(result(what + ", " + name, each)));
        return results;
    }

    /** A receiver's code is compiled when the first run counts; the rate is one without it. */
    private static double warm(Load load) throws Exception {
        var _ = once(Scenarios.all().lastEntry().getValue(), load);
        return load.perSecond();
    }

    private static Result result(String what, double[] costs) {
        double percent = EbpfCost.median(costs);
        double[] sorted = costs.clone();
        Arrays.sort(sorted);
        String figure =
                String.format(
                        Locale.ROOT,
                        "cost %.1f %% (quartiles %.1f and %.1f)",
                        percent,
                        sorted[sorted.length / 4],
                        sorted[sorted.length - 1 - sorted.length / 4]);
        double goal = what.contains("filtered") ? FILTERED_GOAL : METRICS_GOAL;
        return new Result(
                what, figure, String.format(Locale.ROOT, "<= %.0f %%", goal), percent <= goal);
    }

    /** Microseconds for a request, and seconds until the receiver was quiet. */
    private record Run(double micros, double waited) {}

    private static Run once(String yaml, Load load) throws Exception {
        Run run;
        try (var _ = new ReceiverRun(yaml)) {
            double waited = Quiet.await();
            run = new Run(load.run(), waited);
        }
        double _ = Quiet.await();
        return run;
    }
}
