// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine;

/** The signals that the collector acts on. */
public enum OsSignal {
    /** Drain and exit. */
    TERM("terminated", true),
    /** Drain and exit: what a terminal sends. */
    INT("interrupt", true),
    /** Read the configuration again. */
    HUP("hangup", false);

    private final String text;
    private final boolean isLast;

    OsSignal(String text, boolean isLast) {
        this.text = text;
        this.isLast = isLast;
    }

    /** Whether the process ends after it. */
    public boolean isLast() {
        return isLast;
    }

    /** The word in the log, as Go prints it. */
    @Override
    public String toString() {
        return text;
    }
}
