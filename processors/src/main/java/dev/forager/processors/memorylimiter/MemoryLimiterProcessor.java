// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Processor;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Retryable;
import java.time.Duration;

/** Refuses while its limiter says so, and passes everything on otherwise. Thread-safe. */
final class MemoryLimiterProcessor implements Processor {
    private final MemoryLimiter limiter;
    private final LimiterCounters counters;
    private final Consumer next;

    MemoryLimiterProcessor(MemoryLimiter limiter, ProcessorSettings settings, Consumer next) {
        this.limiter = limiter;
        this.next = next;
        Signal signal = settings.pipeline().signal();
        counters = LimiterCounters.of(signal, settings);
    }

    @Override
    public void start(Host host) {
        limiter.start(this, host);
    }

    @Override
    public void stop(Duration limit) {
        limiter.stop(this);
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (limiter.mustRefuse()) {
            counters.refused(telemetry.itemCount());
            throw new Retryable(MemoryLimiter.REFUSED);
        }
        counters.accepted(telemetry.itemCount());
        next.consume(telemetry, context);
    }
}
