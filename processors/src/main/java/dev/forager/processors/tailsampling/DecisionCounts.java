// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

/**
 * What policies said during one run of the timer, or one request. Added up here and reported once,
 * since an instrument costs more than most policies. Confined to one thread.
 */
final class DecisionCounts {
    private static final int KINDS = Decision.values().length;

    private final long[] traces;
    private final long[] spans;
    private final long[] bytes;
    private final long[] nanos;
    private final long[] executions;
    private final long[] finals = new long[KINDS];
    private long errors;

    DecisionCounts(int policies) {
        traces = new long[policies * KINDS];
        spans = new long[policies * KINDS];
        bytes = new long[policies * KINDS];
        nanos = new long[policies];
        executions = new long[policies];
    }

    void said(int policy, Decision decision, Candidate trace) {
        int at = policy * KINDS + decision.place();
        traces[at]++;
        spans[at] += trace.spanCount();
        bytes[at] += trace.sizeBytes();
    }

    void took(int policy, long nanoseconds) {
        nanos[policy] += nanoseconds;
        executions[policy]++;
    }

    void failed() {
        errors++;
    }

    void decided(Decision decision) {
        finals[decision.place()]++;
    }

    long traces(int policy, Decision decision) {
        return traces[policy * KINDS + decision.place()];
    }

    long spans(int policy, Decision decision) {
        return spans[policy * KINDS + decision.place()];
    }

    long bytes(int policy, Decision decision) {
        return bytes[policy * KINDS + decision.place()];
    }

    long nanos(int policy) {
        return nanos[policy];
    }

    long executions(int policy) {
        return executions[policy];
    }

    /** Traces of which this became. */
    long finals(Decision decision) {
        return finals[decision.place()];
    }

    long errors() {
        return errors;
    }
}
