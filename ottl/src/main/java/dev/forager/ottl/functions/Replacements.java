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

    /** What a text becomes. */
    @FunctionalInterface
    private interface Edit {
        String apply(String text) throws EvaluationException;
    }

    /** The edit for the item that the cursor stands on; fails if an argument does. */
    @FunctionalInterface
    private interface Edits {
        Edit at(Cursor cursor) throws EvaluationException;
    }

    private static Edits byPattern(
            RegexGetter regex,
            StringGetter replacement,
            @Nullable FunctionRef function,
            @Nullable StringGetter format) {
        String constant = replacement.constant();
        Template known = constant == null ? null : Template.of(constant);
        ReplacementFunction last =
                ReplacementFunction.of(function, format, "the replacement value must be a string");
        return cursor -> {
            Template template = known == null ? Template.of(replacement.get(cursor)) : known;
            Pattern pattern = regex.get(cursor);
            return text ->
                    Template.replaceAll(
                            pattern, text, match -> last.apply(cursor, template.expand(match)));
        };
    }

    private static Edits byGlob(
            String name,
            StringGetter pattern,
            StringGetter replacement,
            @Nullable FunctionRef function,
            @Nullable StringGetter format) {
        String constant = pattern.constant();
        Glob known = constant == null ? null : glob(name, constant);
        ReplacementFunction last =
                ReplacementFunction.of(function, format, "replacement value is not a string");
        return cursor -> {
            Glob glob = known == null ? glob(name, pattern, cursor) : known;
            String text = last.apply(cursor, replacement.get(cursor));
            return before -> glob.matches(before) ? text : before;
        };
    }

    private static Glob glob(String name, String text) {
        try {
            return Glob.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    RegexGetter.complaint(name, text, e.getMessage()), e);
        }
    }

    private static Glob glob(String name, StringGetter pattern, Cursor cursor)
            throws EvaluationException {
        try {
            return glob(name, RegexGetter.bounded(pattern.get(cursor)));
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(String.valueOf(e.getMessage()));
        }
    }

    private static void editText(Cursor cursor, Target target, Edit edit)
            throws EvaluationException {
        if (target.get(cursor) instanceof Value.Str text) {
            String before = text.string();
            String after = edit.apply(before);
            if (!after.equals(before)) {
                target.set(cursor, Value.of(after));
            }
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
            Edits edits = byPattern(regexPattern, replacement, function, replacementFormat);
            return cursor -> editText(cursor, target, edits.at(cursor));
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
            Edits edits = byPattern(regexPattern, replacement, function, replacementFormat);
            return cursor -> {
                Edit edit = orSame(edits.at(cursor));
                target.edit(
                        cursor,
                        mode == Mode.KEY
                                ? map -> editKeys(map, edit)
                                : map -> editValues(map, edit));
            };
        }

        /** What fails for one entry leaves it as it is, and the others are edited. */
        private static Edit orSame(Edit edit) {
            return text -> {
                try {
                    return edit.apply(text);
                } catch (EvaluationException e) {
                    return text;
                }
            };
        }

        private static void editKeys(Attributes map, Edit edit) throws EvaluationException {
            Attributes renamed = Attributes.create();
            boolean changed = false;
            for (KeyValue entry : map) {
                String key = edit.apply(entry.key());
                changed |= !key.equals(entry.key());
                renamed.put(key, entry.value());
            }
            if (changed) {
                map.replaceBy(renamed.toMap());
            }
        }
    }

    private static void editValues(Attributes map, Edit edit) throws EvaluationException {
        List<KeyValue> changes = new ArrayList<>();
        for (KeyValue entry : map) {
            if (entry.value() instanceof Value.Str text) {
                String before = text.string();
                String after = edit.apply(before);
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
            Edits edits =
                    byGlob("replace_match", pattern, replacement, function, replacementFormat);
            return cursor -> editText(cursor, target, edits.at(cursor));
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
            Edits edits =
                    byGlob(
                            "replace_all_matches",
                            pattern,
                            replacement,
                            function,
                            replacementFormat);
            return cursor -> {
                Edit edit = edits.at(cursor);
                target.edit(cursor, map -> editValues(map, edit));
            };
        }
    }
}
