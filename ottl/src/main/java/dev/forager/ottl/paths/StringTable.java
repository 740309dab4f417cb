// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.Cursor;
import dev.forager.pdata.Value;
import java.util.List;

/** The strings of a profiles dictionary; its first entry is the empty one. */
final class StringTable {
    private StringTable() {}

    /** The index of a string, which is appended if it is new. */
    static int add(Cursor cursor, Value.Str text) {
        List<String> table = cursor.dictionary().stringTable();
        if (table.isEmpty()) {
            table.add("");
        }
        int index = table.indexOf(text.string());
        if (index < 0) {
            index = table.size();
            table.add(text.string());
        }
        return index;
    }

    /** The string at an index; empty if there is none. */
    static String get(Cursor cursor, int index) {
        List<String> table = cursor.dictionary().stringTable();
        return index >= 0 && index < table.size() ? table.get(index) : "";
    }
}
