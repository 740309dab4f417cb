// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message in the Common Event Format of ArcSight: {@code CEF:0|Vendor|Product|1.0|100|Name|5|
 * src=10.0.0.1 msg=two words}. In the header a backslash stands before {@code |} and itself, in the
 * extension before {@code =}, itself, {@code n} and {@code r}.
 */
final class CefMessage {
    private static final List<String> HEADER =
            List.of(
                    "cef.version",
                    "cef.device_vendor",
                    "cef.device_product",
                    "cef.device_version",
                    "cef.device_event_class_id",
                    "cef.name",
                    "cef.severity");

    /** What starts a value; all that follows up to the next of these belongs to it. */
    private static final Pattern KEY = Pattern.compile("(?:^| )(\\w++)=");

    /** In the header: an escaped character, or the end of a field. */
    private static final Pattern ESCAPE_OR_END = Pattern.compile("\\\\([|\\\\])|\\|");

    /** In the extension. */
    private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\=nr])");

    private static final Pattern TRAILING_SPACES = Pattern.compile("(?<! ) +$");

    private CefMessage() {}

    static Value read(String text) throws EvaluationException {
        int start = text.indexOf("CEF:");
        if (start < 0) {
            throw new EvaluationException("invalid CEF message: 'CEF:' not found");
        }
        List<String> fields = fields(text.substring(start + "CEF:".length()));
        if (fields.getFirst().isEmpty()) {
            throw new EvaluationException("invalid CEF message: missing version");
        }
        List<KeyValue> message = new ArrayList<>();
        for (int i = 0; i < HEADER.size(); i++) {
            message.add(KeyValue.of(HEADER.get(i), Value.of(fields.get(i))));
        }
        Map<String, String> extension =
                fields.size() > HEADER.size() ? extension(fields.getLast()) : Map.of();
        message.add(KeyValue.of("cef.extensions", LogFormats.map(extension)));
        return Value.MapV.of(message);
    }

    /** The fields of the header, and the extension where there is one. */
    private static List<String> fields(String text) throws EvaluationException {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        Matcher found = ESCAPE_OR_END.matcher(text);
        while (found.find()) {
            String escaped = found.group(1);
            found.appendReplacement(
                    field, escaped == null ? "" : Matcher.quoteReplacement(escaped));
            if (escaped == null) {
                fields.add(field.toString());
                field.setLength(0);
                if (fields.size() == HEADER.size()) {
                    fields.add(text.substring(found.end()));
                    return fields;
                }
            }
        }
        fields.add(found.appendTail(field).toString());
        if (fields.size() < HEADER.size()) {
            throw new EvaluationException(
                    ("invalid CEF header: expected at least %d pipe-delimited fields (CEF:Version,"
                                    + " Device Vendor, Device Product, Device Version, Device"
                                    + " Event Class ID, Name, Severity), got %d")
                            .formatted(HEADER.size(), fields.size()));
        }
        return fields;
    }

    private static Map<String, String> extension(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        List<MatchResult> keys = KEY.matcher(text).results().toList();
        for (int i = 0; i < keys.size(); i++) {
            int end = i + 1 < keys.size() ? keys.get(i + 1).start() : text.length();
            String value = text.substring(keys.get(i).end(), end);
            values.put(
                    keys.get(i).group(1),
                    unescaped(TRAILING_SPACES.matcher(value).replaceFirst("")));
        }
        return values;
    }

    private static String unescaped(String value) {
        return ESCAPE.matcher(value).replaceAll(CefMessage::meant);
    }

    private static String meant(MatchResult escape) {
        return switch (escape.group(1)) {
            case "n" -> "\n";
            case "r" -> "\r";
            case String same -> Matcher.quoteReplacement(same);
        };
    }
}
