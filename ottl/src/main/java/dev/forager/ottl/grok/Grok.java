// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.grok;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.GoNumbers;
import dev.forager.ottl.syntax.Quoting;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A grok pattern with its parts put in. {@code %{NAME}} is a pattern, {@code %{NAME:key}} captures
 * it, {@code %{NAME:key:int}} as a number. Takes time linear in the text. Thread-safe.
 */
public final class Grok {
    private static final Pattern REFERENCE =
            Pattern.compile("%\\{(\\w+)(?::([\\w+.]+)(?::(\\w+))?)?\\}");

    /** Stands for a dot in the name of a group, which cannot have one. */
    private static final String DOT = "___";

    /** Patterns within patterns; more are a circle. */
    private static final int MAX_DEPTH = 50;

    /** Characters of the expression (chosen: the largest standard one has 40,000). */
    private static final int MAX_LENGTH = 1_000_000;

    /** A group of the expression: what it is called and of which type it is. */
    private record Capture(int group, String key, @Nullable String type) {}

    private final Pattern pattern;
    private final List<Capture> captures;

    private Grok(Pattern pattern, List<Capture> captures) {
        this.pattern = pattern;
        this.captures = List.copyOf(captures);
    }

    /**
     * Puts the parts of a pattern together.
     *
     * @param namedOnly whether references without a key capture nothing; else the name is the key
     * @throws IllegalArgumentException if a part is unknown or the expression malformed
     */
    public static Grok compile(String text, boolean namedOnly, GrokPatterns patterns) {
        Expansion expansion = new Expansion(namedOnly, patterns);
        expansion.expand(text, 0);
        try {
            Pattern pattern = Pattern.compile(expansion.out.toString());
            return new Grok(pattern, captures(pattern, expansion.keys));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    ("the pattern supplied to ExtractGrokPatterns %s is not a valid pattern: error"
                                    + " parsing regexp: %s: `%s`")
                            .formatted(Quoting.quote(text), e.getDescription(), e.getPattern()),
                    e);
        }
    }

    /** A key may be captured in several places, which RE2 does not allow to one group name. */
    private static List<Capture> captures(Pattern pattern, Map<String, Capture> keys) {
        List<Capture> captures = new ArrayList<>();
        pattern.namedGroups()
                .forEach(
                        (name, group) -> {
                            Capture key = keys.get(name);
                            captures.add(
                                    key == null
                                            ? new Capture(group, name.replace(DOT, "."), null)
                                            : new Capture(group, key.key(), key.type()));
                        });
        captures.sort((a, b) -> Integer.compare(a.group(), b.group()));
        return captures;
    }

    /** Whether anything is captured. */
    public boolean hasNames() {
        return !captures.isEmpty();
    }

    /** What is captured by key; empty captures are left out; an empty map without a match. */
    public Value.MapV extract(String text) throws EvaluationException {
        Matcher match = pattern.matcher(text);
        if (!match.find()) {
            return Value.MapV.of();
        }
        Map<String, Value> values = new LinkedHashMap<>();
        for (Capture capture : captures) {
            String found = match.group(capture.group());
            if (found != null && !found.isEmpty()) {
                values.put(capture.key(), typed(found, capture));
            }
        }
        List<KeyValue> entries = new ArrayList<>(values.size());
        values.forEach((key, value) -> entries.add(KeyValue.of(key, value)));
        return Value.MapV.of(entries);
    }

    private static Value typed(String text, Capture capture) throws EvaluationException {
        return switch (capture.type()) {
            case null -> Value.of(text);
            case "string" -> Value.of(text);
            case "int", "long" -> Value.of(GoNumbers.parseInt(text, 10));
            case "float", "double" -> Value.of(GoNumbers.parseFloat(text));
            case "bool", "boolean" -> Value.of(GoNumbers.parseBool(text));
            default ->
                    throw new EvaluationException(
                            ("invalid type for %s: type not specified (expected: string, int, long,"
                                            + " float, double, bool or boolean)")
                                    .formatted(capture.key()));
        };
    }

    /** Writes the expression; captures get names of their own. */
    private static final class Expansion {
        final StringBuilder out = new StringBuilder();
        final Map<String, Capture> keys = new LinkedHashMap<>();

        private final boolean namedOnly;
        private final GrokPatterns patterns;

        Expansion(boolean namedOnly, GrokPatterns patterns) {
            this.namedOnly = namedOnly;
            this.patterns = patterns;
        }

        void expand(String text, int depth) {
            if (depth > MAX_DEPTH || out.length() > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "grok pattern is too deep or too long: does it contain itself?");
            }
            Matcher references = REFERENCE.matcher(text);
            int from = 0;
            while (references.find()) {
                out.append(text, from, references.start());
                reference(references, depth);
                from = references.end();
            }
            out.append(text, from, text.length());
        }

        private void reference(Matcher reference, int depth) {
            String name = reference.group(1);
            String definition = patterns.get(name);
            if (definition == null) {
                throw new IllegalArgumentException(
                        "pattern definition %s unknown: parsing failed"
                                .formatted(Quoting.quote(name)));
            }
            String key = reference.group(2);
            if (key == null && namedOnly) {
                out.append("(?:");
            } else {
                String group = "grok" + keys.size() + "_";
                keys.put(group, new Capture(0, key == null ? name : key, reference.group(3)));
                out.append("(?P<").append(group).append('>');
            }
            expand(definition, depth + 1);
            out.append(')');
        }
    }
}
