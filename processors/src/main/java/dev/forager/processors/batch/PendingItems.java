// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Sizer;
import dev.forager.pipeline.MemoryBudget;
import java.util.ArrayList;
import java.util.List;

/** What a shard has gathered for its next batch. Confined to the shard's thread. */
final class PendingItems {
    private final List<Payload> parts = new ArrayList<>();
    private final List<MemoryBudget.Reservation> reservations = new ArrayList<>();
    private long items;

    /** Number of items. */
    long items() {
        return items;
    }

    /** Adds a payload; one without items is let go at once. */
    void add(Held held) {
        if (held.payload().itemCount() == 0) {
            held.memory().close();
            return;
        }
        parts.add(held.payload());
        reservations.add(held.memory());
        items += held.payload().itemCount();
    }

    /** Takes everything, or just {@code max} items where that is positive and there are more. */
    Payload take(long max) {
        Payload all = Payload.concat(List.copyOf(parts));
        parts.clear();
        items = 0;
        if (max <= 0 || all.itemCount() <= max) {
            return all;
        }
        List<Payload> pieces = all.split(Sizer.ITEMS, max);
        for (Payload rest : pieces.subList(1, pieces.size())) {
            parts.add(rest);
            items += rest.itemCount();
        }
        return pieces.getFirst();
    }

    /** Frees the memory of what was sent; that of a split payload with its last piece. */
    void release() {
        if (parts.isEmpty()) {
            reservations.forEach(MemoryBudget.Reservation::close);
            reservations.clear();
        }
    }
}
