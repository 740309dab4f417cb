// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Contexts for reuse. Bounded: what comes back to a full pool is closed. Thread-safe; an item
 * belongs to one caller between {@link #take} and {@link #giveBack}.
 */
final class Pool<T> {
    /** More than processors can be inflating at once only where threads are preempted. */
    private static final int SIZE = 2 * Runtime.getRuntime().availableProcessors();

    private final ArrayBlockingQueue<T> idle = new ArrayBlockingQueue<>(SIZE);
    private final Supplier<T> maker;
    private final Consumer<T> closer;

    Pool(Supplier<T> maker, Consumer<T> closer) {
        this.maker = maker;
        this.closer = closer;
    }

    T take() {
        T item = idle.poll();
        return item != null ? item : maker.get();
    }

    void giveBack(T item) {
        if (!idle.offer(item)) {
            closer.accept(item);
        }
    }
}
