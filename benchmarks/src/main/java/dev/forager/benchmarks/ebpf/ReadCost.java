// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.benchmarks.ebpf.EbpfCost.Result;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.RingBuffer;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What reading an event of 80 bytes from the ring costs, three of its fields included. A look finds
 * as many as 100,000 a second bring until the timer ends. As many rounds as count come first, until
 * the JVM has nothing to compile any more: it takes a second of reading until the loop is as quick
 * as it stays.
 */
final class ReadCost {
    private static final int PER_RUN = 64;
    private static final int EVENTS = 10_000;
    private static final double GOAL_NS = 10;

    private long sum;

    private ReadCost() {}

    static List<Result> measure(int rounds) throws BpfException, InterruptedException {
        EbpfRuntime runtime = BareRuntime.acquire();
        try {
            LoadedObject object = runtime.load(TestObjects.spec("selftest"));
            try (RingBuffer ring = object.ring("fg_bulk")) {
                return new ReadCost().measure(object, ring, rounds);
            } finally {
                runtime.unload(object);
            }
        } finally {
            runtime.release();
        }
    }

    private List<Result> measure(LoadedObject object, RingBuffer ring, int rounds)
            throws BpfException, InterruptedException {
        double[] warm = time(object, ring, rounds);
        double _ = Quiet.await();
        double[] nanos = time(object, ring, rounds);
        if (sum == 0) {
            throw new IllegalStateException("nothing was read");
        }
        return List.of(
                Result.below(
                        "read of an event, median of rounds", nanos[rounds / 2], GOAL_NS, "ns"),
                Result.below("read of an event, least", nanos[0], GOAL_NS, "ns"),
                Result.of(
                        "read of an event while the JVM compiles, median",
                        String.format(Locale.ROOT, "%.1f ns", warm[rounds / 2])));
    }

    /** Nanoseconds for an event in each round, least first. */
    private double[] time(LoadedObject object, RingBuffer ring, int rounds) throws BpfException {
        var nanos = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            fill(object);
            long began = System.nanoTime();
            long events = ring.drain(this::look);
            nanos[i] = (System.nanoTime() - began) / (double) events;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private void look(StructView event) {
        sum += event.u64(8) + event.u64(16) + event.u32(24);
    }

    private static void fill(LoadedObject object) throws BpfException {
        byte[] context = object.btf().struct("self_test").bytes().put("events", PER_RUN).toArray();
        for (int i = 0; i < EVENTS / PER_RUN; i++) {
            var _ = object.run("fg_self_test", context);
        }
    }
}
