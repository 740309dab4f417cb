// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.Retryable;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * The memory that the series of requests under way may take together: each consumer of the queue
 * holds those of one until it is answered, and they take several times its bytes. A request that is
 * larger than all of it goes alone. Thread-safe.
 */
final class TranslationRoom {
    /** 60,000 gauges with 3 labels: 3.2 times the bytes of their OTLP, with 12: 2.5 times. */
    private static final int SERIES_PER_BYTE = 4;

    private static final int SHARE_OF_HEAP = 8;
    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;

    private TranslationRoom(long bytes) {
        units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
        free = new Semaphore(units, true);
    }

    static TranslationRoom of(long bytes) {
        return new TranslationRoom(bytes);
    }

    /** An eighth of the heap. */
    static TranslationRoom ofHeap() {
        return of(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** What a request has of it until it is closed. */
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits until there is room for a request.
     *
     * @throws Retryable when the thread is interrupted
     */
    Share enter(Payload request) throws Retryable {
        long bytes = (long) SERIES_PER_BYTE * request.byteSize();
        int share = Math.clamp(bytes / UNIT, 1, units);
        try {
            free.acquire(share);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Retryable("shutting down", Duration.ZERO, null, e);
        }
        return () -> free.release(share);
    }
}
