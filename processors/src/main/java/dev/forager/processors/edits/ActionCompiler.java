// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.edits;

import static dev.forager.pipeline.config.Validation.requireAll;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.pdata.Key;
import dev.forager.pdata.Value;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.processors.match.RawValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Checks one action and makes it an {@link Edit}. The messages are the collector's, so that what
 * users find about them holds. Confined to one thread.
 */
final class ActionCompiler {
    private final AttributeAction action;
    private final String verb;
    private final int place;
    private final String section;
    private final Logger logger;

    private ActionCompiler(AttributeAction action, int place, String section, Logger logger) {
        this.action = action;
        this.verb = action.action().toLowerCase(Locale.ROOT);
        this.place = place;
        this.section = section;
        this.logger = logger;
    }

    static List<Edit> compile(List<AttributeAction> actions, String section, Logger logger) {
        var edits = new ArrayList<Edit>();
        requireAll(
                IntStream.range(0, actions.size())
                        .mapToObj(i -> new ActionCompiler(actions.get(i), i, section, logger))
                        .<Runnable>map(each -> () -> edits.add(each.compile())));
        return List.copyOf(edits);
    }

    private Edit compile() {
        requireKey();
        return switch (verb) {
            case "insert" -> set(Edit.When.INSERT);
            case "update" -> set(Edit.When.UPDATE);
            case "upsert" -> set(Edit.When.UPSERT);
            case "delete" -> {
                requireNoSource();
                yield new Edit.Delete(keyOrNull(), patternOrNull());
            }
            case "hash" -> {
                requireNoSource();
                yield new Edit.Hash(keyOrNull(), patternOrNull());
            }
            case "extract" -> extract();
            case "convert" -> convert();
            default ->
                    throw wrong(
                            (" due to unsupported action \"%s\" (expected: insert, update, upsert,"
                                            + " delete, hash, extract or convert)")
                                    .formatted(verb));
        };
    }

    private void requireKey() {
        if (!action.key().isEmpty()) {
            return;
        }
        boolean byPattern = verb.equals("delete") || verb.equals("hash");
        if (!byPattern) {
            throw refusal(
                    ("error creating AttrProc due to missing required field \"key\" at the %d-th"
                                    + " action")
                            .formatted(place));
        }
        if (action.pattern().isEmpty()) {
            throw refusal(
                    ("error creating AttrProc due to missing required field (at least one of"
                                    + " \"key\" and \"pattern\" have to be used) at the %d-th action")
                            .formatted(place));
        }
    }

    private Edit set(Edit.When when) {
        if (action.sources() == 0 && action.defaultValue() == null) {
            throw wrong(
                    ". Either field \"value\", \"from_attribute\", \"from_context\", or"
                            + " \"default_value\" must be specified");
        }
        if (action.sources() > 1) {
            throw wrong(" due to multiple value sources being set");
        }
        if (!action.pattern().isEmpty()) {
            throw notUsed("the \"pattern\" field. This");
        }
        requireNoType();
        Key key = Key.of(action.key());
        Value fallback = value(action.defaultValue());
        if (!action.fromContext().isEmpty()) {
            return new Edit.SetFromContext(
                    when, key, ContextValue.parse(action.fromContext()), fallback);
        }
        if (!action.fromAttribute().isEmpty()) {
            return new Edit.SetFromAttribute(when, key, Key.of(action.fromAttribute()), fallback);
        }
        Value given = value(action.value());
        return constant(when, key, given == null ? fallback : given);
    }

    private static Edit constant(Edit.When when, Key key, @Nullable Value value) {
        return value == null ? new Edit.Nothing() : new Edit.SetConstant(when, key, value);
    }

    private @Nullable Value value(@Nullable Object raw) {
        if (raw == null) {
            return null;
        }
        try {
            return RawValue.of(raw);
        } catch (InvalidConfigException e) {
            throw refusal(
                    "error with key \"%s\" (%d-th action): %s"
                            .formatted(action.key(), place, String.valueOf(e.getMessage())));
        }
    }

    private void requireNoSource() {
        if (action.value() != null || !action.fromAttribute().isEmpty()) {
            throw notUsed("\"value\" or \"from_attribute\" field. These");
        }
        requireNoType();
    }

    private void requireNoType() {
        if (!action.convertedType().isEmpty()) {
            throw notUsed("the \"converted_type\" field. This");
        }
    }

    private Edit extract() {
        if (action.sources() > 0) {
            throw notUsed("a value source field. These");
        }
        Pattern pattern = patternOrNull();
        if (pattern == null) {
            throw wrong(
                    " due to missing required field \"pattern\" for action \"%s\"".formatted(verb));
        }
        requireNoType();
        return new Edit.Extract(Key.of(action.key()), pattern, groups(pattern));
    }

    private List<Key> groups(Pattern pattern) {
        int count = pattern.groupCount();
        if (count == 0) {
            throw wrong(". Field \"pattern\" contains no named matcher groups");
        }
        Map<String, Integer> named = pattern.namedGroups();
        if (named.size() < count) {
            throw wrong(". Field \"pattern\" contains at least one unnamed matcher group");
        }
        var keys = new ArrayList<Key>();
        named.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(group -> keys.add(Key.of(group.getKey())));
        return List.copyOf(keys);
    }

    private Edit convert() {
        if (action.sources() > 0 || !action.pattern().isEmpty()) {
            throw notUsed("value sources or \"pattern\" field. These");
        }
        Conversion target =
                switch (action.convertedType()) {
                    case "string" -> Conversion.STRING;
                    case "int" -> Conversion.INT;
                    case "double" -> Conversion.DOUBLE;
                    case "" ->
                            throw wrong(
                                    (" due to missing required field \"converted_type\" for action"
                                                    + " \"%s\"")
                                            .formatted(verb));
                    default ->
                            throw wrong(
                                    (" due to invalid value \"%s\" in field \"converted_type\" for"
                                                    + " action \"%s\"")
                                            .formatted(action.convertedType(), verb));
                };
        return new Edit.Convert(Key.of(action.key()), target, logger);
    }

    private @Nullable Key keyOrNull() {
        return action.key().isEmpty() ? null : Key.of(action.key());
    }

    private @Nullable Pattern patternOrNull() {
        if (action.pattern().isEmpty()) {
            return null;
        }
        try {
            return Pattern.compile(action.pattern());
        } catch (PatternSyntaxException e) {
            throw wrong(
                    ". Field \"pattern\" has invalid pattern: \"%s\" (%s)"
                            .formatted(action.pattern(), e.getDescription()));
        }
    }

    private InvalidConfigException notUsed(String what) {
        return wrong(". Action \"%s\" does not use %s must not be specified".formatted(verb, what));
    }

    private InvalidConfigException wrong(String rest) {
        return refusal(
                "error with key \"%s\" (%d-th action): error creating AttrProc%s"
                        .formatted(action.key(), place, rest));
    }

    private InvalidConfigException refusal(String text) {
        return new InvalidConfigException(text, "%s::[%d]".formatted(section, place));
    }
}
