// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import dev.forager.pipeline.MemoryBudget;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** What the requests of one server share. Thread-safe. */
final class ServerRuntime {
    private final ServerSettings settings;
    private final Peers peers;
    private final MemoryRefusals memoryRefusals;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());

    /** Of a server with that transport, {@code grpc} or {@code http}. */
    ServerRuntime(ServerSettings settings, String transport, Peers peers) {
        this.settings = settings;
        this.peers = peers;
        memoryRefusals = new MemoryRefusals(settings, transport, System::nanoTime);
    }

    /** Runs a task on a virtual thread of its own. */
    void execute(Runnable task) {
        threads.execute(task);
    }

    Peers peers() {
        return peers;
    }

    MemoryBudget memory() {
        return settings.memory();
    }

    MemoryRefusals memoryRefusals() {
        return memoryRefusals;
    }

    Logger log() {
        return settings.log();
    }

    /** Waits for running requests, then interrupts those that remain. */
    void stop(Duration limit) {
        memoryRefusals.tellRest();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
