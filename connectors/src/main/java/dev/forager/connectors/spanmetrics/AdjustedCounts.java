// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.connectors.sampling.Threshold;
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
            count = countOf(Threshold.of(state.string()));
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
        long kept = Threshold.ALL - threshold;
        long rest = Threshold.ALL % kept;
        return Threshold.ALL / kept + (rest != 0 && random.nextLong(kept) < rest ? 1 : 0);
    }
}
