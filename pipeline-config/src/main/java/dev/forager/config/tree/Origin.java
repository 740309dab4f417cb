// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import org.jspecify.annotations.Nullable;

/**
 * Where a node comes from. Immutable.
 *
 * @param position where it stands; for the value of a reference, where the reference stands
 * @param reference the text as written when it held a reference such as {@code ${env:TOKEN}}. The
 *     value may then be a secret: messages show the reference
 * @param text the text behind a reference that is the whole value; a field of type text takes it as
 *     it is ({@code 0123} stays {@code 0123})
 */
public record Origin(Position position, @Nullable String reference, @Nullable String text) {
    /** A value written at {@code position}. */
    public static Origin at(Position position) {
        return new Origin(position, null, null);
    }
}
