// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.cumulativetodelta;

/** What became of a data point; its word is the label {@code reason} of the metric. */
enum Outcome {
    CONVERTED(""),
    /** Not a number: stays as it is, and no base. */
    UNTOUCHED(""),
    /** Says that there is no value: gone, and nothing to count. */
    NO_VALUE(""),
    INITIAL("initial"),
    RESET("reset"),
    BUCKET_MISMATCH("bucket_mismatch"),
    OUT_OF_ORDER("out_of_order"),
    LIMIT("limit");

    private final String reason;

    Outcome(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    boolean isKept() {
        return this == CONVERTED || this == UNTOUCHED;
    }
}
