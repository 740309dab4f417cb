// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/** Spans. */
public final class Traces implements Telemetry {
    private final Payload payload;

    Traces(Payload payload) {
        this.payload = payload;
    }

    @Override
    public Payload seal() {
        return payload;
    }

    @Override
    public int itemCount() {
        return payload.itemCount();
    }
}
