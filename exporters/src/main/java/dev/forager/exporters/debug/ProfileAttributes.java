// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.KeyValueAndUnit;
import dev.forager.pdata.ProfilesDictionary;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import java.util.List;
import java.util.function.Function;

/**
 * Attributes that profiles name by their index in the dictionary. An index that leads nowhere is
 * said in the text.
 *
 * @param dictionary the dictionary of the request
 */
record ProfileAttributes(ProfilesDictionary dictionary) {
    /** {@code key: Str(value)}. */
    String typed(int index) {
        return text(index, ": ", GoValues::typed);
    }

    /** {@code key=value}. */
    String plain(int index) {
        return text(index, "=", ValueText::of);
    }

    private String text(int index, String between, Function<Value, String> value) {
        List<KeyValueAndUnit> table = dictionary.attributeTable();
        if (index < 0 || index >= table.size()) {
            return "[Missing Dictionary AttributeTable Item #%d]".formatted(index);
        }
        KeyValueAndUnit entry = table.get(index);
        return key(entry.keyStrindex()) + between + value.apply(entry.value());
    }

    private String key(int index) {
        List<String> strings = dictionary.stringTable();
        return index < 0 || index >= strings.size()
                ? "[Missing Dictionary Key String Item #%d]".formatted(index)
                : strings.get(index);
    }
}
