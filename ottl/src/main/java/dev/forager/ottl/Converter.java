// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

/**
 * A function that makes a value: {@code Substring(target, start, length)}. Implemented by a record:
 * its name is the function's, its components are the parameters in their order, and from their
 * types follows what a call may pass. That is all of the declaration; arguments are checked,
 * documented and completed from it.
 *
 * <pre>{@code
 * @Pure
 * @Doc("Part of a string, by byte offsets.")
 * record Substring(
 *         @Doc("The string.") StringGetter target,
 *         @Doc("Offset of the first byte.") IntGetter start,
 *         @Doc("Number of bytes.") IntGetter length) implements Converter {
 *     @Override
 *     public Getter compile() {
 *         return cursor -> { ... target.get(cursor) ... };
 *     }
 * }
 * }</pre>
 *
 * The types of parameters are listed in {@link ParameterKind}. A component that is
 * {@code @Nullable} or has a {@link Default} may be left out; such ones come last.
 */
public non-sealed interface Converter extends OttlFunction {
    /**
     * What the call is worth for each item. Called once for each call in a statement, at load: here
     * regular expressions, layouts and tables are made.
     *
     * @throws IllegalArgumentException if the arguments do not fit together
     */
    Getter compile();
}
