// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.engine.ledger.Branch;
import dev.forager.engine.ledger.DropReason;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** No queue: the caller's thread sends, and gets the outcome. */
final class DirectPath implements SendingPath {
    private final Delivery delivery;
    private final Rejections rejections;
    private final FormerPaths formers = new FormerPaths();

    DirectPath(Delivery delivery, Rejections rejections) {
        this.delivery = delivery;
        this.rejections = rejections;
    }

    @Override
    public void start() {
        // Nothing waits here.
    }

    @Override
    public void send(Payload payload, Context context, Branch branch) throws ConsumeException {
        int leftOut;
        try {
            leftOut = delivery.deliver(payload, context);
        } catch (ConsumeException failure) {
            rejections.log(failure, payload.itemCount());
            throw failure;
        }
        branch.send(payload.itemCount() - leftOut);
        branch.drop(DropReason.LEFT_OUT, leftOut);
    }

    @Override
    public void hurry() {
        delivery.stopRetrying();
    }

    @Override
    public void succeed(SendingPath former) {
        formers.add(former, delivery);
    }

    FormerPaths formers() {
        return formers;
    }

    @Override
    public void stop(Duration limit) {
        Deadline deadline = Deadline.after(limit);
        delivery.stopRetrying();
        formers.drain(deadline);
    }

    @Override
    public @Nullable QueueGauge queue() {
        return null;
    }
}
