// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.prometheus.NameChars;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants of names that older Prometheus do not know; the parameter {@code escaping} of
 * its {@code Accept}.
 *
 * @see <a
 *     href="https://github.com/prometheus/docs/blob/main/docs/instrumenting/escaping_schemes.md">
 *     Escaping schemes</a>
 */
enum Escaping {
    /** Names stay as they are, in quotes. */
    NONE("allow-utf-8"),
    /** Each other character becomes an underscore. */
    UNDERSCORES("underscores"),
    /** A dot becomes {@code _dot_}, an underscore two, each other character too. */
    DOTS("dots"),
    /** Each other character becomes its number, behind {@code U__}. */
    VALUES("values");

    private final String key;

    Escaping(String key) {
        this.key = key;
    }

    /** The one that is called so; null for none. */
    static @Nullable Escaping parse(String key) {
        for (Escaping escaping : values()) {
            if (escaping.key.equals(key)) {
                return escaping;
            }
        }
        return null;
    }

    /** The name that the client gets; one that every Prometheus knows is the same in all. */
    String of(String name) {
        if (this == NONE || NameChars.isClassic(name, true)) {
            return name;
        }
        return each(name, this == VALUES ? "U__" : "", this);
    }

    private static String each(String name, String prefix, Escaping how) {
        var out = new StringBuilder(name.length() + 16).append(prefix);
        int at = 0;
        while (at < name.length()) {
            int c = name.codePointAt(at);
            String one = Character.toString(c);
            boolean isPlain =
                    c < 0x80
                            && (c == '_' || c == ':' || Character.isLetterOrDigit(c))
                            && (at > 0 || !Character.isDigit(c));
            out.append(how.escaped(c, one, isPlain));
            at += Character.charCount(c);
        }
        return out.toString();
    }

    private String escaped(int c, String one, boolean isPlain) {
        return switch (this) {
            case NONE -> one;
            case UNDERSCORES -> isPlain ? one : "_";
            case DOTS -> c == '_' ? "__" : c == '.' ? "_dot_" : isPlain ? one : "__";
            case VALUES ->
                    c == '_'
                            ? "__"
                            : isPlain
                                    ? one
                                    : "_" + Integer.toHexString(c).toLowerCase(Locale.ROOT) + "_";
        };
    }

    @Override
    public String toString() {
        return key;
    }
}
