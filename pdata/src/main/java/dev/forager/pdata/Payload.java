// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/** Immutable OTLP bytes of one signal, validated. Thread-safe. */
public final class Payload {
    private final Signal signal;

    private Payload(Signal signal) {
        this.signal = signal;
    }

    /** No items. */
    public static Payload empty(Signal signal) {
        return new Payload(signal);
    }

    /** The signal of every item in this payload. */
    public Signal signal() {
        return signal;
    }

    /** Number of items. */
    public int itemCount() {
        return 0;
    }

    /** Bytes of the export request. */
    public int byteSize() {
        return 0;
    }
}
