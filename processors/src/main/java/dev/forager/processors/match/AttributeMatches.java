// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.GoFloat;
import dev.forager.pdata.Key;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Attributes that must all be there, with certain values. Immutable but for the cache of patterns.
 */
final class AttributeMatches {
    private final List<Wanted> all;

    /**
     * One of them: without value and texts its presence is enough.
     *
     * @param value sorted
     */
    private record Wanted(Key key, @Nullable Value value, @Nullable TextSet texts) {
        boolean matches(Value actual) {
            if (texts != null) {
                String text = text(actual);
                return text != null && texts.matches(text);
            }
            return value == null || isSame(value, actual);
        }
    }

    private AttributeMatches(List<Wanted> all) {
        this.all = all;
    }

    /** Null for an empty list: then anything goes. */
    static @Nullable AttributeMatches of(
            List<MatchProperties.AttributeMatch> list, MatchProperties config, String what) {
        if (list.isEmpty()) {
            return null;
        }
        var all = new ArrayList<Wanted>();
        for (MatchProperties.AttributeMatch each : list) {
            all.add(wanted(each, config, "error creating " + what));
        }
        return new AttributeMatches(List.copyOf(all));
    }

    private static Wanted wanted(
            MatchProperties.AttributeMatch match, MatchProperties config, String failing) {
        require(
                !match.key().isEmpty(),
                failing + " filters: can't have empty key in the list of attributes");
        Key key = Key.of(match.key());
        if (match.value() == null) {
            return new Wanted(key, null, null);
        }
        Value value = RawValue.of(match.value());
        if (config.matchType().equals(MatchProperties.STRICT)) {
            return new Wanted(key, sorted(value), null);
        }
        boolean isRegexp = config.matchType().equals(MatchProperties.REGEXP);
        require(
                !isRegexp || value instanceof Value.Str,
                "%s filters: match_type=regexp for \"%s\" only supports Str, but found %s"
                        .formatted(failing, match.key(), RawValue.typeName(value)));
        return new Wanted(
                key, null, TextSet.required(List.of(ValueText.of(value)), config, failing));
    }

    boolean matches(Attributes attributes) {
        for (Wanted wanted : all) {
            Value actual = attributes.get(wanted.key());
            if (actual == null || !wanted.matches(actual)) {
                return false;
            }
        }
        return true;
    }

    /** Null for kinds that patterns never match. */
    private static @Nullable String text(Value value) {
        return switch (value) {
            case Value.Str text -> text.string();
            case Value.Bool flag -> Boolean.toString(flag.value());
            case Value.Int number -> Long.toString(number.value());
            case Value.Dbl number -> GoFloat.plain(number.value());
            case Value.Bytes _, Value.Arr _, Value.MapV _, Value.StrIndex _, Value.Empty _ -> null;
        };
    }

    private static boolean isSame(Value wanted, Value actual) {
        if (wanted instanceof Value.Dbl one && actual instanceof Value.Dbl other) {
            return one.value() == other.value();
        }
        boolean hasParts = actual instanceof Value.MapV || actual instanceof Value.Arr;
        return wanted.equals(hasParts ? sorted(actual) : actual);
    }

    /** The order of a map's entries says nothing. */
    private static Value sorted(Value value) {
        return switch (value) {
            case Value.MapV map -> {
                var entries = new TreeMap<Value.Str, KeyValue>();
                for (KeyValue entry : map.entries()) {
                    entries.put(entry.keyText(), entry.withValue(sorted(entry.value())));
                }
                yield Value.MapV.of(List.copyOf(entries.values()));
            }
            case Value.Arr array ->
                    Value.Arr.of(array.values().stream().map(AttributeMatches::sorted).toList());
            case Value.Str _,
                    Value.Int _,
                    Value.Dbl _,
                    Value.Bool _,
                    Value.Bytes _,
                    Value.StrIndex _,
                    Value.Empty _ ->
                    value;
        };
    }
}
