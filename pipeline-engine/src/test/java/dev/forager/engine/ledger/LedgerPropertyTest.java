// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import static dev.forager.pdata.Signal.TRACES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.engine.Items;
import dev.forager.engine.TestGraph;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Sizer;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.BatchConfig;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.HoldingProcessor;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.SendingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever fails, the equation of every branch is closed once nothing moves, and its figures are
 * those that senders and destinations saw.
 */
class LedgerPropertyTest {
    private static final int SENDERS = 4;
    private static final int REQUESTS = 150;

    private final LongAdder accepted = new LongAdder();
    private final Flaky direct = new Flaky(3);
    private final Flaky queued = new Flaky(4);
    private final Flaky batched = new Flaky(5);
    private final Flaky awaited = new Flaky(6);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theEquationIsClosed(long seed) throws Exception {
        var graph = new TestGraph();
        var highest = new HashMap<String, Long>();
        try (graph) {
            build(graph, new Random(seed)).start();
            Thread watcher = Thread.ofVirtual().start(() -> watch(graph, highest));
            sendAll(graph, seed);
            watcher.interrupt();
            watcher.join();
        }

        List<BranchBalance> balances = graph.balances();
        Map<String, Long> atTheEnd = givenUpAndMade(balances);
        assertThat(highest)
                .as("what is under way is neither dropped nor made")
                .allSatisfy(
                        (figure, items) ->
                                assertThat(items)
                                        .as(figure)
                                        .isLessThanOrEqualTo(atTheEnd.getOrDefault(figure, 0L)));
        assertThat(balances)
                .allSatisfy(
                        balance -> {
                            assertThat(balance.difference()).as("%s", balance).isZero();
                            assertThat(balance.queued()).as("%s", balance).isZero();
                        });
        assertThat(sent(balances, "direct")).isEqualTo(direct.items.sum());
        assertThat(sent(balances, "queued")).isEqualTo(queued.items.sum());
        assertThat(sent(balances, "batched")).isEqualTo(batched.items.sum());
        assertThat(sent(balances, "awaited")).isEqualTo(awaited.items.sum());
        assertThat(balances.getFirst().accepted()).isEqualTo(accepted.sum());
    }

    private TestGraph build(TestGraph graph, Random random) {
        return graph.receiver("in", false, TRACES)
                .processor("sampler", (_, next) -> new Sampler(next, random), TRACES)
                .processor("maker", (_, next) -> new Holder(next, 1), TRACES)
                .processor("holder", (_, next) -> new Holder(next, 0), TRACES)
                .connector("forward", TRACES, TRACES)
                .exporter("direct", SendingConfig.DIRECT, () -> direct, TRACES)
                .exporter("queued", sending(40, false, null), () -> queued, TRACES)
                .exporter("batched", sending(90, false, batch(20, 30)), () -> batched, TRACES)
                .exporter("awaited", sending(90, true, batch(0, 7)), () -> awaited, TRACES)
                .pipeline("traces", "in", "sampler", "direct queued forward")
                .pipeline("traces/2", "forward", "maker", "batched queued")
                .pipeline("traces/3", "forward", "", "awaited")
                .pipeline("traces/4", "forward", "holder", "direct");
    }

    private void sendAll(TestGraph graph, long seed) throws Exception {
        var senders = new ArrayList<Callable<Void>>();
        for (int i = 0; i < SENDERS; i++) {
            var random = new Random(seed * 31 + i);
            senders.add(() -> send(graph, random));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> outcome : threads.invokeAll(senders)) {
                outcome.get();
            }
        }
    }

    private @Nullable Void send(TestGraph graph, Random random) throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            int items = random.nextInt(25);
            try {
                graph.send("in", items);
                accepted.add(items);
            } catch (ConsumeException refused) {
                // The sender has them still: not the graph's.
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
        return null;
    }

    private static void watch(TestGraph graph, Map<String, Long> highest) {
        while (!Thread.interrupted()) {
            givenUpAndMade(graph.balances())
                    .forEach((figure, items) -> highest.merge(figure, items, Math::max));
        }
    }

    /**
     * Counters of each branch that may never fall, without their reasons. Where a processor both
     * makes and loses items only the difference is known, which may.
     */
    private static Map<String, Long> givenUpAndMade(List<BranchBalance> balances) {
        var figures = new HashMap<String, Long>();
        for (BranchBalance balance : balances) {
            String branch = balance.pipeline() + " to " + balance.exporter();
            if (branch.startsWith("traces/2 ")) {
                continue;
            }
            figures.put(branch + " dropped", balance.droppedTotal());
            figures.put(branch + " created", balance.created());
        }
        return figures;
    }

    private static long sent(List<BranchBalance> balances, String exporter) {
        return balances.stream()
                .filter(balance -> balance.exporter().toString().equals(exporter))
                .mapToLong(BranchBalance::sent)
                .sum();
    }

    private static SendingConfig sending(int size, boolean waits, @Nullable BatchConfig batch) {
        return new SendingConfig(
                Duration.ZERO,
                RetryConfig.OFF,
                new QueueConfig(true, waits, Sizer.ITEMS, size, false, null, 2, batch));
    }

    private static BatchConfig batch(long min, long max) {
        var partition = new BatchConfig.Partition(List.of(), 10, Duration.ofSeconds(1));
        return new BatchConfig(Duration.ofSeconds(1), Sizer.ITEMS, min, max, partition);
    }

    /**
     * Fails one request in so many, in turn for good and for now; of others it leaves items out.
     */
    private static final class Flaky implements Exporter {
        private final LongAdder items = new LongAdder();
        private final int every;
        private int calls;

        Flaky(int every) {
            this.every = every;
        }

        @Override
        public long export(Payload payload, Context context) throws ConsumeException {
            int call = next();
            if (call % every == 0) {
                if (call % 2 == 0) {
                    throw new Permanent("never");
                }
                throw new Retryable("later");
            }
            int leftOut = call % 3 == 0 ? payload.itemCount() / 4 : 0;
            items.add(payload.itemCount() - leftOut);
            return leftOut;
        }

        private synchronized int next() {
            return ++calls;
        }
    }

    /** Drops about half of each request, some whole. */
    private static final class Sampler implements Processor {
        private final Consumer next;
        private final Random random;

        Sampler(Consumer next, Random random) {
            this.next = next;
            this.random = random;
        }

        @Override
        public void consume(Telemetry telemetry, Context context) throws ConsumeException {
            int kept = random.nextInt(telemetry.itemCount() + 1);
            if (kept > 0) {
                next.consume(Items.spans(kept).open(), context);
            }
        }
    }

    /** Hands on two requests when it has them, with items of its own; the rest when it stops. */
    private static final class Holder implements HoldingProcessor {
        private final Consumer next;
        private final int made;
        private final List<Payload> held = new ArrayList<>();

        Holder(Consumer next, int made) {
            this.next = next;
            this.made = made;
        }

        @Override
        public synchronized void consume(Telemetry telemetry, Context context) {
            held.add(telemetry.seal());
            if (held.size() == 2) {
                flush();
                handOn(Items.spans(made));
            }
        }

        @Override
        public synchronized void stop(Duration limit) {
            flush();
        }

        @Override
        public synchronized long heldItems() {
            return held.stream().mapToLong(Payload::itemCount).sum();
        }

        private void flush() {
            held.forEach(this::handOn);
            held.clear();
        }

        private void handOn(Payload payload) {
            try {
                next.consume(payload.open(), Context.background());
            } catch (ConsumeException refused) {
                // Given up, as the batch processor does: the engine counts it.
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
    }
}
