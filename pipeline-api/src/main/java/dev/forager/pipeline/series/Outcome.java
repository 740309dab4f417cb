// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.series;

/** What became of a delta point; its word is a label of metrics. */
public enum Outcome {
    /** Says the total of its series now. */
    ADDED(""),
    /** Has no value to add: handed on as it is. */
    PASSED(""),
    /** There is no room for its series. */
    LIMIT("limit"),
    /** Began before what is counted. */
    OLDER_START("delta.ErrOlderStart"),
    /** Ended before what is counted. */
    OUT_OF_ORDER("delta.ErrOutOfOrder");

    private final String error;

    Outcome(String error) {
        this.error = error;
    }

    /** As the Go collector names it; empty for none. */
    public String error() {
        return error;
    }

    /** Whether the point goes on. */
    public boolean isKept() {
        return error.isEmpty();
    }
}
