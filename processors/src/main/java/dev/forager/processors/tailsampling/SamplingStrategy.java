// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

/** When policies are asked. */
public enum SamplingStrategy {
    /** Once, for all spans, when the trace had its time. */
    TRACE_COMPLETE("trace-complete"),
    /** For the spans of each request as they come; what no policy wants by then is not sampled. */
    SPAN_INGEST("span-ingest");

    private final String text;

    SamplingStrategy(String text) {
        this.text = text;
    }

    /**
     * The strategy of this name.
     *
     * @throws IllegalArgumentException for another text
     */
    public static SamplingStrategy parse(String text) {
        for (SamplingStrategy strategy : values()) {
            if (strategy.text.equals(text)) {
                return strategy;
            }
        }
        throw new IllegalArgumentException(
                "invalid sampling_strategy \"%s\", expected one of \"%s\" or \"%s\""
                        .formatted(text, TRACE_COMPLETE, SPAN_INGEST));
    }

    @Override
    public String toString() {
        return text;
    }
}
