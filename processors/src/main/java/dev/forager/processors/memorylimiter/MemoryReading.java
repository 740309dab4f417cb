// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.memorylimiter;

/** Where a limiter sees memory. Thread-safe. */
interface MemoryReading {
    /** Bytes of heap that are live, as far as is known without a collection. */
    long usedBytes();

    /** Collects garbage and returns when that is done. */
    void collect();
}
