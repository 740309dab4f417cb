// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.sampling;

/**
 * The rejection threshold that a sampler wrote into a tracestate: {@code ot=th:c} means that one of
 * four was kept. Stateless.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">
 *     TraceState: Probability Sampling</a>
 */
public final class Threshold {
    /** How many thresholds there are: a span is kept if its randomness is not below its own. */
    public static final long ALL = 1L << 56;

    /** Where the trace state is none. */
    public static final long MALFORMED = -2;

    private static final long ABSENT = -1;
    private static final int DIGITS = 14;

    private Threshold() {}

    /**
     * The threshold, at least 0 and below {@link #ALL}; -1 where there is none, {@link #MALFORMED}
     * where its member or field breaks the rules.
     */
    public static long of(String tracestate) {
        for (String member : tracestate.split(",", -1)) {
            String trimmed = member.strip();
            if (trimmed.startsWith("ot=")) {
                return ofMember(trimmed.substring(3));
            }
            if (!trimmed.isEmpty() && trimmed.indexOf('=') < 1) {
                return MALFORMED;
            }
        }
        return ABSENT;
    }

    private static long ofMember(String member) {
        for (String field : member.split(";", -1)) {
            if (field.startsWith("th:")) {
                return hex(field.substring(3));
            }
            if (field.indexOf(':') < 1) {
                return MALFORMED;
            }
        }
        return ABSENT;
    }

    private static long hex(String digits) {
        if (digits.isEmpty() || digits.length() > DIGITS) {
            return MALFORMED;
        }
        long value = 0;
        for (int i = 0; i < DIGITS; i++) {
            int digit = i < digits.length() ? "0123456789abcdef".indexOf(digits.charAt(i)) : 0;
            if (digit < 0) {
                return MALFORMED;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
