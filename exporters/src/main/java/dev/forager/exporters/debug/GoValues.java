// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;

/** Attribute values as the Go collector writes them. */
final class GoValues {
    private GoValues() {}

    /** {@code Str(x)}, {@code Int(5)}, {@code Map({"a":1})}: type and value. */
    static String typed(Value value) {
        return type(value) + "(" + ValueText.of(value) + ")";
    }

    private static String type(Value value) {
        return switch (value) {
            case Value.Str _ -> "Str";
            case Value.Int _ -> "Int";
            case Value.Dbl _ -> "Double";
            case Value.Bool _ -> "Bool";
            case Value.Bytes _ -> "Bytes";
            case Value.Arr _ -> "Slice";
            case Value.MapV _ -> "Map";
            case Value.Empty _, Value.StrIndex _ -> "Empty";
        };
    }
}
