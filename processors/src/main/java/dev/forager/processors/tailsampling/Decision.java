// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

/** What a policy says of a trace, and what becomes of it. */
enum Decision {
    /** It goes on, unless a drop policy objects. */
    SAMPLED(0, "sampled"),
    /** No reason to keep it. */
    NOT_SAMPLED(1, "not_sampled"),
    /** It does not go on, whatever others say. */
    DROPPED(2, "dropped");

    private final int place;
    private final String word;

    Decision(int place, String word) {
        this.place = place;
        this.word = word;
    }

    /** Its place in arrays that have one for each decision. */
    int place() {
        return place;
    }

    /** As metrics spell it. */
    String word() {
        return word;
    }
}
