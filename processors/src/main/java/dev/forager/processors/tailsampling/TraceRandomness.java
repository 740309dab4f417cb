// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pdata.Span;
import dev.forager.pdata.Traces;
import dev.forager.processors.sampling.Threshold;
import dev.forager.processors.sampling.TraceState;
import org.jspecify.annotations.Nullable;

/**
 * What the trace states of a trace say about sampling. Immutable.
 *
 * @param explicit the first randomness that a span bears, since all should bear the same; null when
 *     none does
 * @param isPresent whether a span bears a randomness or a threshold
 */
record TraceRandomness(@Nullable Long explicit, boolean isPresent) {
    /** Looks up to the first span with a randomness; what is no trace state is passed over. */
    static TraceRandomness of(Traces traces) {
        boolean hasThreshold = false;
        for (Span span : traces.spans()) {
            String text = span.traceState();
            if (text.isEmpty()) {
                continue;
            }
            try {
                TraceState state = TraceState.parse(text);
                if (state.randomness() != null) {
                    return new TraceRandomness(state.randomness(), true);
                }
                hasThreshold |= state.threshold() != null;
            } catch (TraceState.MalformedException e) {
                // Its sender did not know better; another span of the trace may say it.
            }
        }
        return new TraceRandomness(null, hasThreshold);
    }

    /** The explicit randomness, else the last 56 bits of the trace id. */
    long value(long traceIdLow) {
        return explicit != null ? explicit : traceIdLow & (Threshold.RANGE - 1);
    }
}
