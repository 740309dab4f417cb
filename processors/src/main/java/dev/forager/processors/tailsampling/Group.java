// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.processors.sampling.Threshold;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Traces that are decided on together: the thresholds that budgets have set for them. Confined to
 * one thread.
 */
final class Group {
    private final IdentityHashMap<Policy, Threshold> thresholds = new IdentityHashMap<>();

    void put(Policy policy, Threshold threshold) {
        thresholds.put(policy, threshold);
    }

    /** Null when the policy was not asked for the group as a whole. */
    @Nullable Threshold thresholdOf(Policy policy) {
        return thresholds.get(policy);
    }
}
