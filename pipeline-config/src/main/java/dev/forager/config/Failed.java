// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import org.jspecify.annotations.Nullable;

/**
 * What comes of a wrong value; the problem is noted already.
 *
 * @param hasStandIn whether the rules of the records around it can be asked
 * @param standIn what to ask them with
 */
record Failed(boolean hasStandIn, @Nullable Object standIn) {
    /** A value that nothing stands in for. */
    static final Failed NOTHING = new Failed(false, null);

    Failed(@Nullable Object standIn) {
        this(true, standIn);
    }
}
