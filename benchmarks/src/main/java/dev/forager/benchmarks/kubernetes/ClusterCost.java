// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.kubernetes;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What it costs to know a cluster: the time of the first sync, the heap of a pod, and how long a
 * request of one resource takes while nothing happens and while the entries of all pods are made
 * anew, collections of garbage included. Arguments: numbers of pods.
 *
 * <p>Run as {@code CodecBenchmark}'s Javadoc says for the class path, with {@code -XX:+UseSerialGC
 * -Xmx1g dev.forager.benchmarks.kubernetes.ClusterCost 10000 100000 200000}.
 */
public final class ClusterCost {
    private static final Duration WARM = Duration.ofSeconds(3);
    private static final Duration QUIET = Duration.ofSeconds(6);

    /** The processor begins to make entries anew ten seconds after the sync, and each ten after. */
    private static final Duration BUSY = Duration.ofSeconds(14);

    private final PrintStream console;
    private final Payload payload = KnownCluster.payload();
    private long bytes;

    private ClusterCost(PrintStream console) {
        this.console = console;
    }

    /** Prints a line for each number. */
    public static void main(String[] arguments) throws Exception {
        var cost = new ClusterCost(System.out);
        for (String each : arguments) {
            cost.measure(Integer.parseInt(each));
        }
    }

    private void measure(int pods) throws Exception {
        long before = heap();
        long began = System.nanoTime();
        try (var cluster =
                new KnownCluster(
                        pods,
                        Duration.ofSeconds(1),
                        (telemetry, _) -> bytes += telemetry.seal().byteSize())) {
            long synced = System.nanoTime() - began;
            long held = heap() - before;
            requests(cluster, pods, WARM);
            long gcBefore = gcMillis();
            Histogram quiet = requests(cluster, pods, QUIET);
            long gcBetween = gcMillis();
            Histogram busy = requests(cluster, pods, BUSY);
            console.printf(
                    Locale.ROOT,
                    "%,d pods: sync %.1f s, heap %.1f MiB, %d B a pod; request quiet %s, gc %d ms; resync %s, gc %d ms%n",
                    pods,
                    synced / 1e9,
                    held / 1048576.0,
                    held / pods,
                    text(quiet),
                    gcBetween - gcBefore,
                    text(busy),
                    gcMillis() - gcBetween);
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long gcMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    /** Requests of every pod in turn, one after the other. */
    private Histogram requests(KnownCluster cluster, int pods, Duration time)
            throws ConsumeException {
        var histogram = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        long end = System.nanoTime() + time.toNanos();
        long now = System.nanoTime();
        for (int pod = 0; now < end; pod = (pod + 1) % pods) {
            var context = KnownCluster.from(pod);
            long began = System.nanoTime();
            cluster.consume(payload, context);
            now = System.nanoTime();
            histogram.recordValue(now - began);
        }
        return histogram;
    }

    private static String text(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "p50 %.1f us, p99.99 %.2f ms, longest %.2f ms",
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99.99) / 1e6,
                histogram.getMaxValue() / 1e6);
    }
}
