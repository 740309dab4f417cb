// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.engine.ledger.Branch;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.SendingConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The way of a payload from the end of a pipeline into an exporter. Thread-safe.
 *
 * <p>Without a queue the caller's thread does it all. With one, {@link #send} returns once the
 * payload is queued, or once its outcome is known where {@code wait_for_result} is set.
 */
public sealed interface SendingPath permits DirectPath, QueuedPath {
    /**
     * The path of {@code config} in front of {@code exporter}.
     *
     * @throws IllegalArgumentException when the configuration names what cannot be built; the text
     *     is for the user
     */
    static SendingPath of(Exporter exporter, SendingConfig config, SendingSettings settings) {
        var attempt = new Attempt(exporter, config.timeout(), settings.logger());
        var retry =
                new RetrySender(
                        attempt, config.retryOnFailure(), settings.timing(), settings.logger());
        var delivery = new Delivery(retry, settings.counts(), settings.spans());
        var rejections = new Rejections(settings.logger(), config);
        if (!config.sendingQueue().enabled()) {
            return new DirectPath(delivery, rejections);
        }
        if (config.sendingQueue().storage() != null) {
            throw new IllegalArgumentException(
                    "sending_queue::storage: %s (expected: no storage, durable queue not built yet;"
                                    .formatted(config.sendingQueue().storage())
                            + " remove the key to queue in memory)");
        }
        return new QueuedPath(
                delivery, config.sendingQueue(), exporter.joinedBytes(), settings, rejections);
    }

    /** Begins to work on the queue: the exporter has started. */
    void start();

    /**
     * Takes a payload over.
     *
     * @param branch the account of the pipeline that it comes from; told of every outcome but the
     *     one that is thrown
     */
    void send(Payload payload, Context context, Branch branch) throws ConsumeException;

    /**
     * The service is about to stop: callers that wait for an outcome get it after one attempt, so
     * that receivers can finish the requests they hold. What nobody waits for goes on as before.
     */
    void hurry();

    /**
     * Takes over the queue of a path that a reload replaces by this one, when that path stops: what
     * is in it goes out by this path's exporter, with its retries. Called before {@link #stop} of
     * either, by one thread. Callers that wait for an outcome get one from the former exporter.
     */
    void succeed(SendingPath former);

    /**
     * Drains the queue, one attempt each, and drops what is left when {@code limit} is over. The
     * exporter stops afterwards. A path with a successor only waits for what its exporter has.
     */
    void stop(Duration limit);

    /** The queue's present size and its capacity; null where there is no queue. */
    @Nullable QueueGauge queue();

    /** A queue as its metrics see it, in the unit of its sizer. Thread-safe. */
    interface QueueGauge {
        /** What is in it, requests under way included. */
        long size();

        /** The most that it holds. */
        long capacity();
    }
}
