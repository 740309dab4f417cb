// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

/**
 * Decides how a ring's reader learns of records. Where many come, a timer is cheapest: being woken
 * costs more than reading. Where few come, ten looks a second for nothing cost more than being
 * woken for each record. Confined to one thread.
 */
final class WakePolicy {
    private static final long WINDOW_NANOS = 1_000_000_000L;

    /** So many in a second are many: as often as the timer looks by default. */
    private static final int MANY = 10;

    /** No more than this in a second are few; less than many, so that it does not swing. */
    private static final int FEW = 4;

    private long since;
    private long records;
    private boolean isAtOnce;

    /**
     * The timer, at first.
     *
     * @param nowNanos monotonic
     */
    WakePolicy(long nowNanos) {
        since = nowNanos;
    }

    /**
     * After a look: whether each record is to wake the reader from now on.
     *
     * @param nowNanos monotonic
     * @param shown records that the look has found
     */
    boolean look(long nowNanos, long shown) {
        records += shown;
        if (records > MANY) {
            isAtOnce = false;
        }
        if (nowNanos - since >= WINDOW_NANOS) {
            if (records <= FEW) {
                isAtOnce = true;
            }
            since = nowNanos;
            records = 0;
        }
        return isAtOnce;
    }
}
