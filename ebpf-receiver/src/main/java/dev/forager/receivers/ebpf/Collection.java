// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.pdata.Metrics;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.Retryable;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.runtime.Backpressure;
import dev.forager.receivers.ebpf.runtime.HostReader;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.receivers.ebpf.runtime.Scenario;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Collects the metrics of all scenarios at intervals, on a platform thread of its own since system
 * calls hold their carrier. Metrics are cumulative: what a pipeline refuses comes again with the
 * next collection. Thread-safe.
 */
final class Collection {
    private final List<Scenario> scenarios;
    private final List<HostReader> readers;
    private final @Nullable SelfMetrics self;
    private final Resources resources;
    private final KernelClock clock;
    private final String version;
    private final Backpressure pressure;
    private final Consumer next;
    private final Logger logger;
    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("ebpf-collect").daemon().factory());

    Collection(
            List<Scenario> scenarios,
            List<HostReader> readers,
            ReceiverSettings settings,
            KernelClock clock,
            @Nullable SelfMetrics self,
            Resources resources,
            Backpressure pressure,
            Consumer next) {
        this.scenarios = List.copyOf(scenarios);
        this.readers = List.copyOf(readers);
        this.clock = clock;
        this.pressure = pressure;
        this.next = next;
        this.self = self;
        this.resources = resources;
        version = settings.build().version();
        logger = settings.logger();
    }

    void every(Duration interval) {
        long nanos = interval.toNanos();
        var _ = executor.scheduleAtFixedRate(this::collect, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void collect() {
        try {
            Metrics metrics = read();
            if (metrics.itemCount() > 0) {
                next.consume(metrics, Context.background());
            }
            pressure.calm();
        } catch (Retryable e) {
            pressure.refused();
            logger.debug("Metrics were refused and come again: {}", e.getMessage());
        } catch (ConsumeException e) {
            logger.debug("Metrics were refused and come again: {}", e.getMessage());
        } catch (RuntimeException e) {
            logger.error("Metrics could not be collected", e);
        }
    }

    private Metrics read() {
        var sheet = new MetricSheet(resources, clock, version);
        for (Scenario each : scenarios) {
            try {
                each.collect(sheet);
            } catch (BpfException e) {
                logger.warn("Scenario {} could not be read: {}", each.name(), e.getMessage());
            }
        }
        readers.forEach(each -> each.collect(sheet));
        try {
            if (self != null) {
                self.collect(sheet);
            }
        } catch (BpfException e) {
            logger.warn("The counters of the programs could not be read: {}", e.getMessage());
        }
        return sheet.toMetrics();
    }

    /** Ends the thread after a last collection, so that what was counted is not lost. */
    void stop(Duration limit) {
        var _ = executor.submit(this::collect);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
