// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.codec;

import java.util.function.LongPredicate;

/**
 * Bounds of one decoding.
 *
 * @param maxBytes most decoded bytes, whatever the ratio; of all members and frames together
 * @param headroom bytes that stay free in front of the result, for a prefix that is written later
 * @param growth is asked before memory is taken, with the total of bytes then held; false refuses
 */
public record DecodeLimits(int maxBytes, int headroom, LongPredicate growth) {
    /** Longest result: arrays of a few bytes less than 2^31 cannot be made everywhere. */
    public static final int LARGEST = Integer.MAX_VALUE - 1024;

    public DecodeLimits {
        if (maxBytes < 0 || maxBytes > LARGEST) {
            throw new IllegalArgumentException(
                    "maxBytes: %d (expected: 0 to %d)".formatted(maxBytes, LARGEST));
        }
        if (headroom < 0 || headroom > 512) {
            throw new IllegalArgumentException(
                    "headroom: %d (expected: 0 to 512)".formatted(headroom));
        }
    }

    /** Bounds without headroom and without a memory budget. */
    public static DecodeLimits ofBytes(int maxBytes) {
        return new DecodeLimits(maxBytes, 0, _ -> true);
    }
}
