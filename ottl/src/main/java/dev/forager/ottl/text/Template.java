// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What replaces a match: text with {@code $1}, {@code $name} and {@code ${name}} for groups, {@code
 * $$} for a dollar. A name goes on as long as letters, digits and underscores do; a group that is
 * not there is empty. Immutable.
 *
 * @see <a href="https://pkg.go.dev/regexp#Regexp.Expand">Go's Regexp.Expand</a>
 */
public final class Template {
    /** Above this a name of digits is no number (Go's limit). */
    private static final int MAX_GROUP = 100_000_000;

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Group(String name) implements Part {}

    /** What stands behind a dollar: a name and where it ends. */
    private record Name(String text, int end) {}

    /** Reads a template; there are no malformed ones. */
    public static Template of(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != '$') {
                literal.append(c);
                at++;
            } else if (text.startsWith("$$", at)) {
                literal.append('$');
                at += 2;
            } else {
                Name name = nameAt(text, at + 1);
                if (name == null) {
                    literal.append('$');
                    at++;
                } else {
                    flush(literal, parts);
                    parts.add(new Group(name.text()));
                    at = name.end();
                }
            }
        }
        flush(literal, parts);
        return new Template(parts);
    }

    private static void flush(StringBuilder literal, List<Part> parts) {
        if (!literal.isEmpty()) {
            parts.add(new Literal(literal.toString()));
            literal.setLength(0);
        }
    }

    private static @Nullable Name nameAt(String text, int from) {
        boolean braced = text.startsWith("{", from);
        int start = braced ? from + 1 : from;
        int end = start;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        if (end == start || (braced && !text.startsWith("}", end))) {
            return null;
        }
        return new Name(text.substring(start, end), braced ? end + 1 : end);
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** The text for a match. */
    public String expand(Matcher match) {
        if (parts.size() == 1 && parts.getFirst() instanceof Literal(String text)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal(String text) -> out.append(text);
                case Group(String name) -> out.append(group(match, name));
            }
        }
        return out.toString();
    }

    private static String group(Matcher match, String name) {
        int index = number(name);
        if (index < 0) {
            Map<String, Integer> named = match.pattern().namedGroups();
            index = named.getOrDefault(name, Integer.MAX_VALUE);
        }
        String found = index <= match.groupCount() ? match.group(index) : null;
        return found == null ? "" : found;
    }

    /** The number that a name is; -1 for none. */
    private static int number(String name) {
        if (name.length() > 1 && name.charAt(0) == '0') {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9' || number >= MAX_GROUP) {
                return -1;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    /** What a match becomes. */
    @FunctionalInterface
    public interface Replacement<X extends Exception> {
        /** The text that stands there instead. */
        String of(Matcher match) throws X;
    }

    /**
     * A text with all its matches replaced; the very text if there is none. An empty match that
     * touches the one before is none, as in Go.
     */
    public static <X extends Exception> String replaceAll(
            Pattern pattern, String text, Replacement<X> replacement) throws X {
        Matcher match = pattern.matcher(text);
        if (!match.find()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        int from = 0;
        int last = -1;
        do {
            if (match.end() > match.start() || match.start() != last) {
                out.append(text, from, match.start()).append(replacement.of(match));
                from = match.end();
                last = from;
            }
        } while (match.find());
        return out.append(text, from, text.length()).toString();
    }
}
