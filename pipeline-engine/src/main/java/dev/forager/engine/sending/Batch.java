// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.sending;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Sizer;
import dev.forager.pipeline.Context;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Requests that go out as one, and whose items they are. Confined to the lock of {@link
 * BatchWorkers} while it is open there, to one sender otherwise.
 */
final class Batch {
    private final Context context;
    private final List<Payload> parts = new ArrayList<>();
    private final List<Share> shares = new ArrayList<>();
    private long size;
    private @Nullable Future<?> alarm;

    /**
     * An empty batch.
     *
     * @param context what all its requests have in common
     */
    Batch(Context context) {
        this.context = context;
    }

    /** Items of one request. */
    record Share(QueuedRequest request, int items) {}

    void add(QueuedRequest request, long requestSize) {
        parts.add(request.payload());
        shares.add(new Share(request, request.items()));
        size += requestSize;
    }

    Context context() {
        return context;
    }

    /** In the unit of the batch's sizer. */
    long size() {
        return size;
    }

    List<Share> shares() {
        return shares;
    }

    /** All its items as one payload. */
    Payload payload() {
        return parts.size() == 1 ? parts.getFirst() : Payload.concat(parts);
    }

    /** Pieces of at most {@code max}, in order; a single larger item is a piece of its own. */
    List<Batch> split(Sizer sizer, long max) {
        var pieces = new ArrayList<Batch>();
        var rest = new Remainder(shares.iterator());
        for (Payload part : payload().split(sizer, max)) {
            var piece = new Batch(context);
            piece.parts.add(part);
            piece.size = sizer.sizeOf(part);
            rest.moveTo(piece.shares, part.itemCount());
            pieces.add(piece);
        }
        return pieces;
    }

    void alarm(Future<?> flush) {
        alarm = flush;
    }

    boolean hasAlarm() {
        return alarm != null;
    }

    void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
        }
    }

    /** Deals the shares out in order: splitting keeps the order of items. */
    private static final class Remainder {
        private final Iterator<Share> shares;
        private @Nullable QueuedRequest request;
        private int left;

        Remainder(Iterator<Share> shares) {
            this.shares = shares;
        }

        void moveTo(List<Share> target, int items) {
            int missing = items;
            while (missing > 0) {
                if (left == 0) {
                    Share next = shares.next();
                    request = next.request();
                    left = next.items();
                }
                int moved = Math.min(missing, left);
                if (request != null && moved > 0) {
                    target.add(new Share(request, moved));
                }
                left -= moved;
                missing -= moved;
            }
        }
    }
}
