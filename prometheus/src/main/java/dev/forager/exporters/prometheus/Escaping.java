// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.prometheus.Labels;
import dev.forager.prometheus.NameChars;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
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

    /** The metric's name that the client gets; one that every Prometheus knows is as it is. */
    String of(String name) {
        return of(name, true);
    }

    private String of(String name, boolean isMetric) {
        if (this == NONE || NameChars.isClassic(name, isMetric)) {
            return name;
        }
        return each(name, this == VALUES ? "U__" : "", isMetric, this);
    }

    /**
     * Gives the labels that the client gets, in the order in which they are. Several that get one
     * name are joined, as where names are escaped for all: with a label twice the page would be
     * refused.
     */
    void forEach(Labels labels, BiConsumer<String, String> label) {
        if (isKept(labels)) {
            for (int i = 0; i < labels.size(); i++) {
                label.accept(labels.name(i), labels.value(i));
            }
            return;
        }
        Map<String, String> joined = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            joined.merge(
                    of(labels.name(i), false),
                    labels.value(i),
                    (one, other) -> one.equals(other) ? one : one + ";" + other);
        }
        joined.forEach(label);
    }

    private boolean isKept(Labels labels) {
        boolean isKept = true;
        for (int i = 0; this != NONE && isKept && i < labels.size(); i++) {
            isKept = NameChars.isClassic(labels.name(i), false);
        }
        return isKept;
    }

    private static String each(String name, String prefix, boolean isMetric, Escaping how) {
        var out = new StringBuilder(name.length() + 16).append(prefix);
        int at = 0;
        while (at < name.length()) {
            int c = name.codePointAt(at);
            String one = Character.toString(c);
            boolean isPlain =
                    c < 0x80
                            && (c == '_' || (isMetric && c == ':') || Character.isLetterOrDigit(c))
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
