// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import org.jspecify.annotations.Nullable;

/**
 * An expression that is the same for every item.
 *
 * @param value as a {@link Getter} gives it
 */
record Constant(@Nullable Object value) implements Getter {
    @Override
    public @Nullable Object get(Cursor cursor) {
        return value;
    }
}
