// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Default;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.RegexGetter;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.grok.Grok;
import dev.forager.ottl.grok.GrokPatterns;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converters that take named parts out of text. */
final class Extractions {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(ExtractPatterns.class, ExtractGrokPatterns.class);

    private static final String NO_GROUP =
            "at least 1 named capture group must be supplied in the given regex";

    private Extractions() {}

    @Pure
    @Doc("The named groups of what a regular expression finds; an empty map if it finds nothing.")
    record ExtractPatterns(
            @Doc("The string.") StringGetter target,
            @Doc("Regular expression with groups such as (?P<name>..).") RegexGetter pattern)
            implements Converter {
        @Override
        public Getter compile() {
            return cursor -> extract(pattern.get(cursor), target.get(cursor));
        }

        private static Value extract(Pattern pattern, String text) throws EvaluationException {
            Map<String, Integer> names = pattern.namedGroups();
            if (names.isEmpty()) {
                throw new EvaluationException(NO_GROUP);
            }
            Matcher match = pattern.matcher(text);
            if (!match.find()) {
                return Value.MapV.of();
            }
            List<KeyValue> groups = new ArrayList<>(names.size());
            names.entrySet().stream()
                    .sorted(Comparator.comparing(Map.Entry::getValue))
                    .forEach(name -> groups.add(group(name.getKey(), match, name.getValue())));
            return Value.MapV.of(groups);
        }

        private static KeyValue group(String name, Matcher match, int index) {
            String found = match.group(index);
            return KeyValue.of(name, Value.of(found == null ? "" : found));
        }
    }

    @Pure
    @Doc("The parts that a grok pattern names; an empty map if it does not match.")
    record ExtractGrokPatterns(
            @Doc("The string.") StringGetter target,
            @Doc("Pattern such as %{IP:client} %{INT:bytes:int}.") StringGetter pattern,
            @Doc("Whether patterns without a name of their own are left out.") @Default("false")
                    boolean namedCapturesOnly,
            @Doc("More patterns: NAME=expression.") @Nullable List<String> patternDefinitions)
            implements Converter {
        @Override
        public Getter compile() {
            GrokPatterns patterns =
                    GrokPatterns.with(patternDefinitions == null ? List.of() : patternDefinitions);
            String constant = pattern.constant();
            if (constant != null) {
                Grok grok = grok(patterns, constant);
                return cursor -> grok.extract(target.get(cursor));
            }
            return cursor -> {
                try {
                    return grok(patterns, RegexGetter.bounded(pattern.get(cursor)))
                            .extract(target.get(cursor));
                } catch (IllegalArgumentException e) {
                    throw new EvaluationException(String.valueOf(e.getMessage()));
                }
            };
        }

        private Grok grok(GrokPatterns patterns, String text) {
            Grok grok;
            try {
                grok = Grok.compile(text, namedCapturesOnly, patterns);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        RegexGetter.complaint("ExtractGrokPatterns", text, e.getMessage()), e);
            }
            if (namedCapturesOnly && !grok.hasNames()) {
                throw new IllegalArgumentException(NO_GROUP);
            }
            return grok;
        }
    }
}
