// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The name of an attribute with its bytes at hand: make it a constant where the same name is asked
 * for again and again. Immutable.
 */
public final class Key {
    private final String name;
    private final Value.Str text;

    private Key(String name) {
        this.name = requireNonNull(name, "name");
        this.text = Value.Str.of(name);
    }

    /** The key of this name. */
    public static Key of(String name) {
        return new Key(name);
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** The name as a value, whose bytes are at hand. */
    public Value.Str text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
