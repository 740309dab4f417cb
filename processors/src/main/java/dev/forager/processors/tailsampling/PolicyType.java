// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import java.util.Locale;

/** What a policy looks at. */
public enum PolicyType {
    /** Everything is sampled. */
    ALWAYS_SAMPLE,
    /** The time from the first span's start to the last one's end. */
    LATENCY,
    /** An integer attribute within a range. */
    NUMERIC_ATTRIBUTE,
    /** A share of the trace ids. */
    PROBABILISTIC,
    /** The status of any span. */
    STATUS_CODE,
    /** A string attribute that is one of several, or matches one of several patterns. */
    STRING_ATTRIBUTE,
    /** So many spans a second. */
    RATE_LIMITING,
    /** So many bytes a second. */
    BYTES_LIMITING,
    /** The number of spans. */
    SPAN_COUNT,
    /** A member of the W3C trace state. */
    TRACE_STATE,
    /** A boolean attribute. */
    BOOLEAN_ATTRIBUTE,
    /** The sampled flag of the W3C trace flags. */
    TRACE_FLAGS,
    /** OTTL conditions on spans and their events. */
    OTTL_CONDITION,
    /** Other policies in order, each with a rate of its own. */
    COMPOSITE,
    /** All of several policies. */
    AND,
    /** The opposite of a policy. */
    NOT,
    /** What all of several policies sample is dropped, whatever others say. */
    DROP;

    /**
     * The type of this name.
     *
     * @throws IllegalArgumentException for another text
     */
    public static PolicyType parse(String text) {
        for (PolicyType type : values()) {
            if (type.toString().equals(text)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown sampling policy type " + text);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
