// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code type} or {@code type/name}, as configurations write it. Immutable. The rules are those of
 * the collector's {@code component.ID}.
 *
 * @param type which component
 * @param name tells apart several of one type; null for the plain one
 */
public record ComponentId(String type, @Nullable String name) implements Comparable<ComponentId> {
    /** Longest name. */
    private static final int MAX_NAME_LENGTH = 1024;

    private static final Pattern TYPE = Pattern.compile("[a-zA-Z][0-9a-zA-Z_]{0,62}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Z}\\p{C}\\p{S}]+");

    /** Checks nothing: {@link #parse} does. */
    public ComponentId {}

    /**
     * Reads {@code type[/name]}; blanks around the parts do not count.
     *
     * @throws IllegalArgumentException with the collector's text when it is none
     */
    public static ComponentId parse(String text) {
        int slash = text.indexOf('/');
        String type = (slash < 0 ? text : text.substring(0, slash)).strip();
        String name = slash < 0 ? null : text.substring(slash + 1).strip();
        if (type.isEmpty()) {
            throw new IllegalArgumentException(
                    slash < 0
                            ? "id must not be empty"
                            : "in \"%s\" id: the part before / should not be empty"
                                    .formatted(text));
        }
        if (name != null && name.isEmpty()) {
            throw new IllegalArgumentException(
                    "in \"%s\" id: the part after / should not be empty".formatted(text));
        }
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException(
                    "invalid character(s) in type \"%s\"".formatted(type));
        }
        if (name != null && (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches())) {
            throw new IllegalArgumentException(
                    "invalid character(s) in name \"%s\"".formatted(name));
        }
        return new ComponentId(type, name);
    }

    // Written out, as in SignalPair: what a record gets by itself is linked at run time from a
    // dozen method handles, twenty milliseconds of every start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ComponentId that
                && type.equals(that.type)
                && Objects.equals(name, that.name);
    }

    @Override
    public int hashCode() {
        return 31 * type.hashCode() + Objects.hashCode(name);
    }

    @Override
    public int compareTo(ComponentId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name == null ? type : type + "/" + name;
    }
}
