// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.pipeline.config.InvalidConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as they stand in a configuration: YAML has no types but these. */
public interface RawValue {
    /**
     * The attribute value of what a configuration says; a list becomes an array, a mapping a map.
     *
     * @throws InvalidConfigException for dates, which attributes cannot hold
     */
    static Value of(@Nullable Object raw) {
        return switch (raw) {
            case null -> Value.empty();
            case String text -> Value.of(text);
            case Boolean flag -> Value.of(flag);
            case Double number -> Value.of(number);
            // What is above the range of 64 bits wraps, as in the collector.
            case Number number -> Value.of(number.longValue());
            case List<?> list -> Value.Arr.of(list.stream().map(RawValue::of).toList());
            case Map<?, ?> map -> {
                var entries = new ArrayList<KeyValue>();
                map.forEach((key, value) -> entries.add(KeyValue.of(key.toString(), of(value))));
                yield Value.MapV.of(entries);
            }
            default ->
                    throw new InvalidConfigException(
                            "<Invalid value type time.Time> (expected: text, a number, true or"
                                    + " false, a list or a map; put a date in quotes)",
                            null);
        };
    }

    /** What the collector calls the kind of a value. */
    static String typeName(Value value) {
        return switch (value) {
            case Value.Str _ -> "Str";
            case Value.Bool _ -> "Bool";
            case Value.Int _ -> "Int";
            case Value.Dbl _ -> "Double";
            case Value.MapV _ -> "Map";
            case Value.Arr _ -> "Slice";
            case Value.Bytes _ -> "Bytes";
            case Value.StrIndex _, Value.Empty _ -> "Empty";
        };
    }
}
