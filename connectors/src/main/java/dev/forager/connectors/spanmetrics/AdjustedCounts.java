// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.pdata.Span;
import dev.forager.pdata.Value;
import java.util.random.RandomGenerator;

/**
 * How many spans one span stands for, by the sampling threshold in its tracestate ({@code ot=th:c}
 * means one of four was kept). A fraction is rounded up or down at random, so that sums are right
 * on average. Neighbours mostly share a tracestate, so the last answer is kept. Confined to one
 * request.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">
 *     TraceState: Probability Sampling</a>
 */
final class AdjustedCounts {
    private static final int DIGITS = 14;
    private static final long ALL = 1L << 56;

    private final RandomGenerator random;
    private Value.Str last = Value.Str.of("");
    private long count = 1;
    private boolean isAdjusted;

    AdjustedCounts(RandomGenerator random) {
        this.random = random;
    }

    /** The number for this span. */
    long of(Span span) {
        Value.Str state = span.traceStateUtf8();
        if (state.byteLength() == 0) {
            isAdjusted = false;
            return 1;
        }
        if (!state.equals(last)) {
            last = state;
            count = countOf(threshold(state.string()));
        }
        isAdjusted = count > 0;
        return Math.max(1, count);
    }

    /** Whether the last answer came of a threshold. */
    boolean isAdjusted() {
        return isAdjusted;
    }

    /** 0 where there is no threshold. */
    private long countOf(long threshold) {
        if (threshold < 0) {
            return 0;
        }
        long kept = ALL - threshold;
        long rest = ALL % kept;
        return ALL / kept + (rest != 0 && random.nextLong(kept) < rest ? 1 : 0);
    }

    /** The rejection threshold of the member {@code ot}, -1 where there is none. */
    private static long threshold(String state) {
        for (String member : state.split(",", -1)) {
            String trimmed = member.strip();
            if (trimmed.startsWith("ot=")) {
                return ofMember(trimmed.substring(3));
            }
        }
        return -1;
    }

    private static long ofMember(String member) {
        for (String field : member.split(";", -1)) {
            if (field.startsWith("th:")) {
                return hex(field.substring(3));
            }
        }
        return -1;
    }

    private static long hex(String digits) {
        if (digits.isEmpty() || digits.length() > DIGITS) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < DIGITS; i++) {
            int digit = i < digits.length() ? "0123456789abcdef".indexOf(digits.charAt(i)) : 0;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
