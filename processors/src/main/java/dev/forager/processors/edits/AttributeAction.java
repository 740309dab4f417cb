// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.edits;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import org.jspecify.annotations.Nullable;

/**
 * One action as the user writes it. Which keys go with which action is checked by {@link
 * AttributeEdits#of}, whose messages name the action's place in the list.
 */
public record AttributeAction(
        @Doc("Attribute to work on; `delete` and `hash` may have a `pattern` instead.")
                @Default("''")
                String key,
        @Doc("`insert`, `update`, `upsert`, `delete`, `hash`, `extract` or `convert`, in any case.")
                @Default("''")
                String action,
        @Doc("Value to set.") @Nullable Object value,
        @Doc("Attribute to take the value from.") @Default("''") String fromAttribute,
        @Doc(
                        "What to take the value from: `metadata.<header>`, `auth.<attribute>`, `client.address`.")
                @Default("''")
                String fromContext,
        @Doc("Value to set where the source gives none.") @Nullable Object defaultValue,
        @Doc("RE2 pattern: keys to `delete` or `hash`; named groups to `extract` from the value.")
                @Default("''")
                String pattern,
        @Doc("Type to convert to: `int`, `double` or `string`.") @Default("''")
                String convertedType) {
    /** How many sources of a value are given. */
    int sources() {
        return (value == null ? 0 : 1)
                + (fromAttribute.isEmpty() ? 0 : 1)
                + (fromContext.isEmpty() ? 0 : 1);
    }
}
