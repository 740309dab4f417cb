// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import com.google.re2j.Pattern;
import dev.forager.ottl.Action;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.Doc;
import dev.forager.ottl.Editor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.FunctionRef;
import dev.forager.ottl.MapTarget;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.RegexGetter;
import dev.forager.ottl.StringGetter;
import dev.forager.ottl.Target;
import dev.forager.ottl.text.Glob;
import dev.forager.ottl.text.Template;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Editors that replace text: what a regular expression finds, or what a glob matches. */
final class Replacements {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    ReplacePattern.class,
                    ReplaceAllPatterns.class,
                    ReplaceMatch.class,
                    ReplaceAllMatches.class);

    private Replacements() {}

    /** What a text becomes for the item that the cursor stands on. */
    @FunctionalInterface
    private interface Edit {
        String apply(Cursor cursor, String text) throws EvaluationException;
    }

    /** Which texts are replaced for the item that the cursor stands on. */
    @FunctionalInterface
    private interface Matching {
        boolean matches(Cursor cursor, String text) throws EvaluationException;
    }

    private static Edit byPattern(
            RegexGetter regex, StringGetter replacement, ReplacementFunction function) {
        String constant = replacement.constant();
        Template known = constant == null ? null : Template.of(constant);
        return (cursor, text) -> {
            Template template = known == null ? Template.of(replacement.get(cursor)) : known;
            Pattern pattern = regex.get(cursor);
            return Template.replaceAll(
                    pattern, text, match -> function.apply(cursor, template.expand(match)));
        };
    }

    private static Matching matching(StringGetter pattern) {
        String constant = pattern.constant();
        if (constant == null) {
            return (cursor, text) -> glob(pattern.get(cursor)).matches(text);
        }
        Glob known = Glob.of(constant);
        return (_, text) -> known.matches(text);
    }

    private static Glob glob(String text) throws EvaluationException {
        try {
            return Glob.of(text);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(String.valueOf(e.getMessage()));
        }
    }

    @Doc("Replaces what a regular expression finds in a string; other values stay.")
    record ReplacePattern(
            @Doc("Path to the string.") Target target,
            @Doc("Regular expression.") RegexGetter regexPattern,
            @Doc("What stands there then; $1 and ${name} are groups.") StringGetter replacement,
            @Doc("Converter that each replacement goes through.") @Nullable FunctionRef function,
            @Doc("Text around what the function gives, with one %s.")
                    @Nullable StringGetter replacementFormat)
            implements Editor {
        @Override
        public Action compile() {
            Edit edit =
                    byPattern(
                            regexPattern,
                            replacement,
                            ReplacementFunction.of(function, replacementFormat));
            return cursor -> {
                if (target.get(cursor) instanceof Value.Str text) {
                    String before = text.string();
                    String after = edit.apply(cursor, before);
                    if (!after.equals(before)) {
                        target.set(cursor, Value.of(after));
                    }
                }
            };
        }
    }

    /** Which side of the entries is edited. */
    enum Mode {
        KEY,
        VALUE
    }

    @Doc("Replaces what a regular expression finds in the keys or string values of a map.")
    record ReplaceAllPatterns(
            @Doc("Path to the map.") MapTarget target,
            @Doc("Keys or values.") Mode mode,
            @Doc("Regular expression.") RegexGetter regexPattern,
            @Doc("What stands there then; $1 and ${name} are groups.") StringGetter replacement,
            @Doc("Converter that each replacement goes through.") @Nullable FunctionRef function,
            @Doc("Text around what the function gives, with one %s.")
                    @Nullable StringGetter replacementFormat)
            implements Editor {
        @Override
        public Action compile() {
            Edit edit =
                    byPattern(
                            regexPattern,
                            replacement,
                            ReplacementFunction.of(function, replacementFormat));
            return switch (mode) {
                case KEY -> cursor -> target.edit(cursor, map -> editKeys(cursor, map, edit));
                case VALUE -> cursor -> target.edit(cursor, map -> editValues(cursor, map, edit));
            };
        }

        private static void editKeys(Cursor cursor, Attributes map, Edit edit)
                throws EvaluationException {
            Attributes renamed = Attributes.create();
            boolean changed = false;
            for (KeyValue entry : map) {
                String key = edit.apply(cursor, entry.key());
                changed |= !key.equals(entry.key());
                renamed.put(key, entry.value());
            }
            if (changed) {
                map.replaceBy(renamed.toMap());
            }
        }
    }

    private static void editValues(Cursor cursor, Attributes map, Edit edit)
            throws EvaluationException {
        List<KeyValue> changes = new ArrayList<>();
        for (KeyValue entry : map) {
            if (entry.value() instanceof Value.Str text) {
                String before = text.string();
                String after = edit.apply(cursor, before);
                if (!after.equals(before)) {
                    changes.add(KeyValue.of(entry.keyText(), Value.of(after)));
                }
            }
        }
        for (KeyValue change : changes) {
            map.put(change.keyText(), change.value());
        }
    }

    @Doc("Replaces a string that a glob matches as a whole; other values stay.")
    record ReplaceMatch(
            @Doc("Path to the string.") Target target,
            @Doc("Glob: *, ?, [a-z], {a,b}.") StringGetter pattern,
            @Doc("What stands there then.") StringGetter replacement,
            @Doc("Converter that the replacement goes through.") @Nullable FunctionRef function,
            @Doc("Text around what the function gives, with one %s.")
                    @Nullable StringGetter replacementFormat)
            implements Editor {
        @Override
        public Action compile() {
            Matching matching = matching(pattern);
            ReplacementFunction last = ReplacementFunction.of(function, replacementFormat);
            return cursor -> {
                if (target.get(cursor) instanceof Value.Str text
                        && matching.matches(cursor, text.string())) {
                    target.set(cursor, Value.of(last.apply(cursor, replacement.get(cursor))));
                }
            };
        }
    }

    @Doc("Replaces the string values of a map that a glob matches as a whole.")
    record ReplaceAllMatches(
            @Doc("Path to the map.") MapTarget target,
            @Doc("Glob: *, ?, [a-z], {a,b}.") StringGetter pattern,
            @Doc("What stands there then.") StringGetter replacement,
            @Doc("Converter that the replacement goes through.") @Nullable FunctionRef function,
            @Doc("Text around what the function gives, with one %s.")
                    @Nullable StringGetter replacementFormat)
            implements Editor {
        @Override
        public Action compile() {
            Matching matching = matching(pattern);
            ReplacementFunction last = ReplacementFunction.of(function, replacementFormat);
            Edit edit =
                    (cursor, text) ->
                            matching.matches(cursor, text)
                                    ? last.apply(cursor, replacement.get(cursor))
                                    : text;
            return cursor -> target.edit(cursor, map -> editValues(cursor, map, edit));
        }
    }
}
