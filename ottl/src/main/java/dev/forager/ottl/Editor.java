// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

/**
 * A function that edits: {@code delete_key(target, key)}. Implemented by a record whose components
 * are the parameters, see {@link Converter}; its name is the record's in snake_case.
 */
public non-sealed interface Editor extends OttlFunction {
    /**
     * What the call does for each item.
     *
     * @throws IllegalArgumentException if the arguments do not fit together
     */
    Action compile();
}
