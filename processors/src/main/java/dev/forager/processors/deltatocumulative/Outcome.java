// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.deltatocumulative;

/** What became of a data point; its word is the label {@code error} of the metric. */
enum Outcome {
    ADDED(""),
    /** Has no value to add: handed on as it is. */
    PASSED(""),
    LIMIT("limit"),
    OLDER_START("delta.ErrOlderStart"),
    OUT_OF_ORDER("delta.ErrOutOfOrder");

    private final String error;

    Outcome(String error) {
        this.error = error;
    }

    /** As the Go collector names it; empty for none. */
    String error() {
        return error;
    }

    boolean isKept() {
        return error.isEmpty();
    }
}
