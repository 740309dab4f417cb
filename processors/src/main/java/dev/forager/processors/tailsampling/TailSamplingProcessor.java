// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.TraceSlice;
import dev.forager.pdata.TraceSlicer;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.HoldingProcessor;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Retryable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Holds spans until their trace is complete, then hands on the traces that a policy samples.
 * Thread-safe.
 *
 * <h2>Concurrency</h2>
 *
 * Senders cut their request into traces on their own thread, without a lock, and then lock one
 * shard for each trace. As many threads as {@code num_shards} says decide, each for its own shards.
 * Policies are shared: limits of rates hold for the whole processor.
 *
 * <h2>Memory</h2>
 *
 * Spans are copied out of the request as bytes. Their number is bounded by traces and by bytes,
 * which are reserved in the process's budget.
 *
 * <h2>Shutdown</h2>
 *
 * Senders are refused, what is held is decided on with what is there, unless the configuration says
 * to drop it. Past the limit the deciding threads are interrupted, and what is left is dropped.
 */
final class TailSamplingProcessor implements HoldingProcessor {
    private final TailSamplingProcessorConfig config;
    private final Logger logger;
    private final LongSupplier nanoTime;
    private final String name;
    private final TraceSlicer slicer = new TraceSlicer();
    private final ShardSettings shardSettings;
    private final TailSampler sampler;
    private final SpanSender sender;
    private final List<Decider> deciders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stopping = new CountDownLatch(1);

    TailSamplingProcessor(
            TailSamplingProcessorConfig config,
            ProcessorSettings settings,
            Consumer next,
            LongSupplier nanoTime) {
        this.config = config;
        this.logger = settings.logger();
        this.nanoTime = nanoTime;
        this.name = settings.id() + "-" + settings.pipeline();
        var sizing = new Sizing(config, Runtime.getRuntime().availableProcessors());
        this.shardSettings = sizing.shardSettings(settings, nanoTime);
        warnOfOverlap();
        this.sampler =
                new TailSampler(shardSettings, sizing.shards(), config.blockOnOverflow(), nanoTime);
        this.sender = new SpanSender(next, logger);
        for (int i = 0; i < sizing.deciders(); i++) {
            deciders.add(decider(i, sizing.deciders()));
        }
    }

    private void warnOfOverlap() {
        if (config.sampleOnFirstMatch() && shardSettings.maker().decidesTogether()) {
            logger.atWarn()
                    .log(
                            "sample_on_first_match is enabled together with the tracestate feature"
                                    + " gate: the sampling threshold is that of the first policy"
                                    + " that matches, and a later one may have a smaller one");
        }
    }

    private Decider decider(int number, int deciders) {
        var own = new ArrayList<Shard>();
        for (int i = number; i < sampler.shards().size(); i += deciders) {
            own.add(sampler.shards().get(i));
        }
        return new Decider(own, shardSettings, sender, nanoTime);
    }

    @Override
    public void start(Host host) {
        for (Decider decider : deciders) {
            threads.add(
                    Thread.ofVirtual()
                            .name("tail-sampling-" + name)
                            .start(() -> runToTheEnd(decider)));
        }
    }

    /** The tick by hand, where no thread was started. */
    void tick() {
        deciders.forEach(Decider::tick);
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Payload payload = telemetry.seal();
        var ingest = new Ingest(nanoTime.getAsLong(), shardSettings.maker().counts());
        try {
            for (TraceSlice slice : slicer.slice(payload)) {
                sampler.take(slice, ingest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Retryable("shutting down");
        } finally {
            ingest.report(shardSettings.metrics());
            sender.send(ingest.released());
        }
    }

    @Override
    public long heldItems() {
        return shardSettings.room().spans();
    }

    @Override
    public void stop(Duration limit) {
        sampler.close();
        stopping.countDown();
        long deadline = System.nanoTime() + limit.toNanos();
        for (Thread thread : threads) {
            awaitEnd(thread, deadline - System.nanoTime());
        }
        threads.clear();
        long dropped = sampler.shards().stream().mapToLong(Shard::discard).sum();
        if (dropped > 0) {
            logger.atWarn()
                    .addKeyValue("dropped_items", dropped)
                    .log("Stopped with traces that were not decided. Dropping data.");
        }
    }

    private void runToTheEnd(Decider decider) {
        try {
            while (!stopping.await(shardSettings.tickNanos(), TimeUnit.NANOSECONDS)) {
                decider.tick();
            }
            if (!config.dropPendingTracesOnShutdown()) {
                decider.finish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Past the deadline the thread is interrupted: a consumer that blocks then gives up. */
    private static void awaitEnd(Thread thread, long nanos) {
        try {
            if (!thread.join(Duration.ofNanos(Math.max(1, nanos)))) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
