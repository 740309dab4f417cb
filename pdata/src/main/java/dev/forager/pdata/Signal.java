// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Locale;

/** A kind of telemetry. The id is the word of the collector configuration ({@code traces}). */
public enum Signal {
    TRACES,
    METRICS,
    LOGS,
    PROFILES;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The lower-case word used in configuration, labels and log lines. */
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }
}
