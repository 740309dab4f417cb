// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A message in IBM's Log Event Extended Format: {@code LEEF:1.0|Vendor|Product|1.0|ID|} and
 * attributes between tabs, or {@code LEEF:2.0|Vendor|Product|1.0|ID|^|} and attributes between
 * {@code ^}. A part without a key or {@code =} is left out.
 */
final class LeefMessage {
    private static final String TAB = "\t";
    private static final List<String> HEADER =
            List.of("leef.vendor", "leef.product.name", "leef.product.version", "leef.event.id");

    private LeefMessage() {}

    static Value read(String text) throws EvaluationException {
        int start = text.indexOf("LEEF:");
        if (start < 0) {
            throw new EvaluationException("invalid LEEF message: 'LEEF:' not found");
        }
        int end = text.indexOf('|', start);
        if (end < 0) {
            throw new EvaluationException("invalid LEEF message: missing pipe delimiter in header");
        }
        String version = text.substring(start + "LEEF:".length(), end);
        if (!version.equals("1.0") && !version.equals("2.0")) {
            throw new EvaluationException(
                    "unsupported LEEF version: %s (supported: 1.0, 2.0)".formatted(version));
        }
        String[] fields = text.substring(end + 1).split("\\|", HEADER.size() + 1);
        if (fields.length < HEADER.size()) {
            throw new EvaluationException(
                    ("invalid LEEF %s header: expected at least 4 fields (vendor, product, version,"
                                    + " eventID), got %d")
                            .formatted(version, fields.length));
        }
        List<KeyValue> message = new ArrayList<>();
        message.add(KeyValue.of("leef.version", Value.of(version)));
        for (int i = 0; i < HEADER.size(); i++) {
            message.add(KeyValue.of(HEADER.get(i), Value.of(fields[i])));
        }
        String rest = fields.length > HEADER.size() ? fields[HEADER.size()] : "";
        message.add(KeyValue.of("leef.attributes", LogFormats.map(attributes(version, rest))));
        return Value.MapV.of(message);
    }

    /** In 2.0 a delimiter may stand before the attributes: what has no {@code =} in it. */
    private static Map<String, String> attributes(String version, String rest)
            throws EvaluationException {
        String[] parts = rest.split("\\|", 2);
        if (version.equals("1.0") || parts[0].contains("=")) {
            return between(rest, TAB);
        }
        String delimiter = delimiter(parts[0]);
        return parts.length < 2 ? Map.of() : between(parts[1], delimiter);
    }

    private static String delimiter(String spec) throws EvaluationException {
        if (spec.isEmpty()) {
            return TAB;
        }
        if (spec.startsWith("0x") || spec.startsWith("0X")) {
            return Character.toString(code(spec) & 0xff);
        }
        if (spec.codePointCount(0, spec.length()) != 1) {
            throw new EvaluationException(
                    ("invalid LEEF 2.0 delimiter: delimiter must be a single character or"
                                    + " 0x-prefixed hex value, got \"%s\"")
                            .formatted(spec));
        }
        return spec;
    }

    private static byte code(String spec) throws EvaluationException {
        byte[] code;
        try {
            code = HexFormat.of().parseHex(spec, 2, spec.length());
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(
                    "invalid LEEF 2.0 delimiter: invalid hex delimiter \"%s\": %s"
                            .formatted(spec, e.getMessage()));
        }
        if (code.length == 0) {
            throw new EvaluationException("invalid LEEF 2.0 delimiter: empty hex value");
        }
        if (code.length > 1) {
            throw new EvaluationException(
                    ("invalid LEEF 2.0 delimiter: hex delimiter must decode to a single byte, got"
                                    + " %d bytes")
                            .formatted(code.length));
        }
        return code[0];
    }

    /** The attributes; of a key that repeats, the last value. */
    private static Map<String, String> between(String text, String delimiter) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String pair : text.split(Pattern.quote(delimiter), -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                attributes.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return attributes;
    }
}
