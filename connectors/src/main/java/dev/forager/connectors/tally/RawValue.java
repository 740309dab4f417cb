// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.tally;

import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as a configuration writes them. Stateless. */
public final class RawValue {
    private RawValue() {}

    /** The value; null for nothing. */
    public static @Nullable Value of(@Nullable Object raw) {
        return switch (raw) {
            case null -> null;
            case Boolean flag -> Value.of(flag);
            case Double number -> Value.of(number);
            case Float number -> Value.of(number.doubleValue());
            case Number number -> Value.of(number.longValue());
            case List<?> list -> {
                var values = new ArrayList<Value>();
                list.forEach(each -> values.add(orEmpty(each)));
                yield Value.Arr.of(values);
            }
            case Map<?, ?> map -> {
                var entries = new ArrayList<KeyValue>();
                map.forEach(
                        (key, each) ->
                                entries.add(KeyValue.of(String.valueOf(key), orEmpty(each))));
                yield Value.MapV.of(entries);
            }
            default -> Value.of(raw.toString());
        };
    }

    private static Value orEmpty(@Nullable Object raw) {
        Value value = of(raw);
        return value == null ? Value.empty() : value;
    }
}
