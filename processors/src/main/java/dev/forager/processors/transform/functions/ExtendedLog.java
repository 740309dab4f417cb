// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.syntax.Quoting;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block in the <a href="https://www.w3.org/TR/WD-logfile.html">Extended Log Format</a>:
 * directives such as {@code #Fields: time cs-uri}, and the entries that have these fields. Used for
 * one block.
 */
final class ExtendedLog {
    /** Directives that become a key of the result, beside {@code fields}. */
    private static final Map<String, String> KEYS =
            Map.of(
                    "version", "elf.version",
                    "software", "elf.software",
                    "date", "elf.date",
                    "start-date", "elf.start_date",
                    "end-date", "elf.end_date",
                    "remark", "elf.remark");

    /** A value between quotes, in which two quotes stand for one, or one without any. */
    private static final Pattern VALUE =
            Pattern.compile("\"([^\"]*+(?:\"\"[^\"]*+)*+)(\"?)|[^\" \\t][^ \\t]*+");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Map<String, String> directives = new LinkedHashMap<>();
    private final List<Value> entries = new ArrayList<>();
    private List<String> fields = List.of();

    Value read(String text) throws EvaluationException {
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith("#")) {
                directive(line);
            } else if (!line.isEmpty()) {
                entries.add(entry(line));
            }
        }
        if (!directives.containsKey("elf.version")) {
            throw new EvaluationException("invalid ELF: missing #Version directive");
        }
        List<KeyValue> block = new ArrayList<>();
        directives.forEach((key, value) -> block.add(KeyValue.of(key, Value.of(value))));
        block.add(KeyValue.of("elf.fields", Value.Arr.of(fields.stream().map(Value::of).toList())));
        block.add(KeyValue.of("elf.entries", Value.Arr.of(entries)));
        return Value.MapV.of(block);
    }

    private void directive(String line) throws EvaluationException {
        int colon = line.indexOf(':');
        String name =
                line.substring(1, colon < 0 ? line.length() : colon)
                        .strip()
                        .toLowerCase(Locale.ROOT);
        if (colon < 0) {
            if (name.startsWith("fields")) {
                throw new EvaluationException(
                        ("invalid ELF: malformed #Fields directive %1$s: directive %1$s has no colon"
                                        + " separator")
                                .formatted(Quoting.quote(line)));
            }
            return;
        }
        String value = line.substring(colon + 1).strip();
        if (name.equals("fields")) {
            fields = value.isEmpty() ? List.of() : List.of(SPACES.split(value));
            return;
        }
        String key = KEYS.get(name);
        if (key != null) {
            directives.put(key, value);
        }
    }

    private Value entry(String line) throws EvaluationException {
        if (fields.isEmpty()) {
            throw new EvaluationException("invalid ELF: data entry found before #Fields directive");
        }
        List<String> values = values(line);
        Map<String, String> entry = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            entry.put(fields.get(i), i < values.size() ? values.get(i) : "-");
        }
        return LogFormats.map(entry);
    }

    private static List<String> values(String line) throws EvaluationException {
        List<String> values = new ArrayList<>();
        Matcher value = VALUE.matcher(line);
        while (value.find()) {
            if (value.group(1) == null) {
                values.add(value.group());
            } else if (value.group(2).isEmpty()) {
                throw new EvaluationException(
                        "invalid ELF: unterminated quoted value in data line: "
                                + Quoting.quote(line));
            } else {
                values.add(value.group(1).replace("\"\"", "\""));
            }
        }
        return values;
    }
}
