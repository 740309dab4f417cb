// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import dev.forager.ottl.EvaluationException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fields of one row of CSV by the rules of Go's {@code encoding/csv}; line breaks belong to the
 * field in which they stand. Written here because no library of Java knows lazy quotes: a quote
 * within a field that means itself.
 *
 * @see <a href="https://pkg.go.dev/encoding/csv">encoding/csv</a>
 */
public final class CsvRow {
    private final String row;
    private final int delimiter;
    private final boolean lazyQuotes;
    private final List<String> fields = new ArrayList<>();
    private int at;

    private CsvRow(String row, int delimiter, boolean lazyQuotes) {
        this.row = row;
        this.delimiter = delimiter;
        this.lazyQuotes = lazyQuotes;
    }

    /**
     * The fields of a row.
     *
     * @param delimiter a code point
     * @param lazyQuotes whether quotes may stand where they mean nothing
     */
    public static List<String> read(String row, int delimiter, boolean lazyQuotes)
            throws EvaluationException {
        String trimmed = trimLineBreaks(row);
        if (trimmed.isEmpty()) {
            throw new EvaluationException("no csv lines found");
        }
        CsvRow reader = new CsvRow(trimmed, delimiter, lazyQuotes);
        reader.read();
        return reader.fields;
    }

    /** Empty lines around the row are none. */
    private static String trimLineBreaks(String row) {
        int start = 0;
        int end = row.length();
        while (start < end && "\r\n".indexOf(row.charAt(start)) >= 0) {
            start++;
        }
        while (end > start && "\r\n".indexOf(row.charAt(end - 1)) >= 0) {
            end--;
        }
        return row.substring(start, end).replace("\r\n", "\n");
    }

    private void read() throws EvaluationException {
        do {
            fields.add(row.startsWith("\"", at) ? quoted() : bare());
        } while (skipDelimiter());
    }

    private boolean skipDelimiter() {
        if (!atDelimiter()) {
            return false;
        }
        at += Character.charCount(delimiter);
        return true;
    }

    private boolean atDelimiter() {
        return at < row.length() && row.codePointAt(at) == delimiter;
    }

    private String bare() throws EvaluationException {
        int start = at;
        while (at < row.length() && !atDelimiter()) {
            if (row.charAt(at) == '"' && !lazyQuotes) {
                throw failed("bare \" in non-quoted field");
            }
            at++;
        }
        return row.substring(start, at);
    }

    private String quoted() throws EvaluationException {
        StringBuilder field = new StringBuilder();
        at++;
        while (at < row.length()) {
            char c = row.charAt(at++);
            if (c != '"') {
                field.append(c);
            } else if (row.startsWith("\"", at)) {
                field.append('"');
                at++;
            } else if (at == row.length() || atDelimiter()) {
                return field.toString();
            } else if (lazyQuotes) {
                field.append('"');
            } else {
                throw failed("extraneous or missing \" in quoted-field");
            }
        }
        if (!lazyQuotes) {
            throw failed("extraneous or missing \" in quoted-field");
        }
        return field.toString();
    }

    private EvaluationException failed(String why) {
        return new EvaluationException(
                "read csv line: parse error on column %d: %s".formatted(at + 1, why));
    }
}
