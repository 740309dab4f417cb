// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.pipeline.Gates;

/**
 * The feature gates of the Go collector that change this processor; all are off by default.
 *
 * @param recordsPolicy scopes of sampled spans say which policy it was
 * @param usesTraceState randomness and thresholds come from and go to the trace state
 * @param countsSpans sampled and other spans are counted for each policy
 * @param countsBytes the bytes of sampled and other traces are counted for each policy
 */
record SamplingGates(
        boolean recordsPolicy, boolean usesTraceState, boolean countsSpans, boolean countsBytes) {
    private static final String PREFIX = "processor.tailsamplingprocessor.";

    static SamplingGates of(Gates gates) {
        return new SamplingGates(
                isOn(gates, "recordpolicy"),
                isOn(gates, "usetracestate"),
                isOn(gates, "metricstatcountspanssampled"),
                isOn(gates, "metricstatcountbytessampled"));
    }

    private static boolean isOn(Gates gates, String name) {
        return gates.isEnabled(PREFIX + name, false);
    }
}
