// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.failover;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Retryable;
import io.opentelemetry.api.metrics.LongCounter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands a request to the first level that takes it. A level that failed is passed over for a while;
 * then one request tries it, and if that works, all go there again. With no level left, those that
 * failed are tried all the same: better late than lost. Thread-safe; holds nothing.
 */
final class FailoverConnector implements Connector {
    private final List<Level> levels;
    private final long intervalNanos;
    private final LongCounter failovers;
    private final LongSupplier nanoTime;

    FailoverConnector(
            List<Consumer> levels,
            Duration interval,
            LongCounter failovers,
            LongSupplier nanoTime) {
        this.levels = levels.stream().map(Level::new).toList();
        this.intervalNanos = interval.toNanos();
        this.failovers = failovers;
        this.nanoTime = nanoTime;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        Payload payload = telemetry.seal();
        ConsumeException failure = null;
        boolean[] tried = new boolean[levels.size()];
        for (int i = 0; i < tried.length; i++) {
            if (levels.get(i).isOpen(nanoTime.getAsLong(), intervalNanos)) {
                tried[i] = true;
                ConsumeException refused = attempt(levels.get(i), payload, context);
                if (refused == null) {
                    return;
                }
                failure = kinder(failure, refused);
            }
        }
        for (int i = 0; i < tried.length; i++) {
            if (!tried[i]) {
                ConsumeException refused = attempt(levels.get(i), payload, context);
                if (refused == null) {
                    return;
                }
                failure = kinder(failure, refused);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable ConsumeException attempt(Level level, Payload payload, Context context) {
        try {
            level.consumer.consume(payload.open(), context);
            level.works();
            return null;
        } catch (ConsumeException e) {
            if (level.fails(nanoTime.getAsLong() + intervalNanos)) {
                failovers.add(1);
            }
            return e;
        }
    }

    /** If one level may take it later, the sender shall try again. */
    private static ConsumeException kinder(
            @Nullable ConsumeException first, ConsumeException next) {
        return first instanceof Retryable ? first : next;
    }

    /** One level and how it is. */
    private static final class Level {
        private static final long WORKS = Long.MIN_VALUE;

        private final Consumer consumer;

        /** When it may be tried again, or that it works. */
        private final AtomicLong restUntil = new AtomicLong(WORKS);

        Level(Consumer consumer) {
            this.consumer = consumer;
        }

        /** Whether it is to be tried; of those that come after its rest only one is told so. */
        boolean isOpen(long now, long interval) {
            long until = restUntil.get();
            return until == WORKS
                    || (now - until >= 0 && restUntil.compareAndSet(until, now + interval));
        }

        void works() {
            restUntil.set(WORKS);
        }

        /** True if it worked before. */
        boolean fails(long until) {
            return restUntil.getAndSet(until) == WORKS;
        }
    }
}
