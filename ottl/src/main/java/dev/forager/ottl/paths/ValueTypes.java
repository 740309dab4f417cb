// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.CompileException;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Target;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueType;
import java.util.List;

/** {@code sample_type} and {@code period_type}, whose parts stand in the table of strings. */
final class ValueTypes {
    private ValueTypes() {}

    static Target resolve(
            Tail tail, Fields.Reader<ValueType> reader, Fields.Writer<ValueType> writer)
            throws CompileException {
        tail.noKeys();
        if (!tail.hasNext()) {
            return Fields.target(
                    reader,
                    (c, v) ->
                            writer.write(
                                    c,
                                    Fields.expect(ValueType.class, "pprofile.ValueType", v)
                                            .copy()));
        }
        Tail part = tail.next();
        Target target =
                switch (part.name()) {
                    case "type" ->
                            Fields.textTarget(
                                    c -> text(c, "type", reader.read(c).typeStrindex()),
                                    (c, v) -> reader.read(c).typeStrindex(StringTable.add(c, v)));
                    case "unit" ->
                            Fields.textTarget(
                                    c -> text(c, "unit", reader.read(c).unitStrindex()),
                                    (c, v) -> reader.read(c).unitStrindex(StringTable.add(c, v)));
                    default -> throw part.unknown(List.of("type", "unit"));
                };
        part.end();
        return target;
    }

    private static Value.Str text(Cursor cursor, String part, int index)
            throws EvaluationException {
        List<String> table = cursor.dictionary().stringTable();
        if (index < 0 || index >= table.size()) {
            throw new EvaluationException(
                    "path \"%s\" with strindex %d is out of range".formatted(part, index));
        }
        return Value.Str.of(table.get(index));
    }
}
