// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.RpcStatus;
import dev.forager.transport.StatusMapping;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Refuses the requests of one server for which there is no memory, counts them, and warns. Their
 * bodies are not decoded: how many items were in them nobody knows. Thread-safe.
 */
final class MemoryRefusals {
    /** Chosen: overload lasts, and one line in ten seconds shows how it goes. */
    static final long PAUSE_NANOS = 10_000_000_000L;

    private final ServerSettings settings;
    private final LongSupplier nanoTime;
    private final LongCounter requests;
    private final Attributes labels;
    private final AtomicLong untold = new AtomicLong();
    private final AtomicLong nextWarning;

    /**
     * Nothing was refused yet.
     *
     * @param transport of the server, a label
     */
    MemoryRefusals(ServerSettings settings, String transport, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        nextWarning = new AtomicLong(nanoTime.getAsLong());
        requests =
                settings.meter()
                        .counterBuilder("forager_receiver_refused_requests")
                        .setDescription("Number of requests refused before they were decoded.")
                        .setUnit("{requests}")
                        .build();
        labels =
                Attributes.of(
                        AttributeKey.stringKey("receiver"),
                        settings.owner(),
                        AttributeKey.stringKey("transport"),
                        transport,
                        AttributeKey.stringKey("reason"),
                        "memory");
    }

    /** The answer under overload: the same request may pass a moment later. */
    RefusedException refuse() {
        String use = settings.memory().arrivalUse();
        requests.add(1, labels);
        untold.incrementAndGet();
        long due = nextWarning.get();
        long now = nanoTime.getAsLong();
        if (now - due >= 0 && nextWarning.compareAndSet(due, now + PAUSE_NANOS)) {
            warn(use);
        }
        return new RefusedException(
                new RpcStatus(
                        StatusMapping.UNAVAILABLE,
                        "data refused due to high memory usage: " + use + "; try again later",
                        null));
    }

    /** Tells what was refused since the last warning. */
    void tellRest() {
        if (untold.get() > 0) {
            warn(settings.memory().arrivalUse());
        }
    }

    private void warn(String use) {
        settings.log()
                .atWarn()
                .addKeyValue("requests", untold.getAndSet(0))
                .addKeyValue("transport", labels.get(AttributeKey.stringKey("transport")))
                .addKeyValue("memory", use)
                .log(
                        "Requests are refused due to high memory usage;"
                                + " forager_receiver_refused_requests counts them");
    }
}
