// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import java.util.Set;
import java.util.regex.Pattern;

/** Text as a YAML scalar, quoted where Go's yaml.v3 quotes it. */
public final class YamlText {
    /** Booleans of YAML 1.1: other readers would take them for such. */
    private static final Set<String> OLD_BOOLEANS =
            Set.of(
                    "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "n", "N", "no", "No", "NO",
                    "off", "Off", "OFF");

    private static final Pattern BASE_60 =
            Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");
    private static final Pattern SPECIAL_START =
            Pattern.compile("[-?:](\\s.*)?|[,\\[\\]{}#&*!|>'\"%@`].*");

    private YamlText() {}

    /**
     * The scalar.
     *
     * @param indent blanks in front of each line of a text of several lines
     */
    public static String scalar(String text, int indent) {
        if (text.indexOf('\n') >= 0 && isLiteral(text)) {
            return literal(text, indent);
        }
        if (text.chars().anyMatch(YamlText::isEscaped)) {
            return doubleQuoted(text);
        }
        if (ScalarTable.resolve(text).type() != ScalarNode.Type.STRING
                || OLD_BOOLEANS.contains(text)
                || BASE_60.matcher(text).matches()) {
            return doubleQuoted(text);
        }
        return isPlain(text) ? text : "'" + text.replace("'", "''") + "'";
    }

    private static boolean isPlain(String text) {
        return !SPECIAL_START.matcher(text).matches()
                && !text.contains(": ")
                && !text.endsWith(":")
                && !text.contains(" #")
                && text.strip().equals(text)
                && !text.startsWith("---")
                && !text.startsWith("...")
                && !text.equals("<<")
                && !text.equals("=");
    }

    private static boolean isLiteral(String text) {
        return !Character.isWhitespace(text.charAt(0))
                && text.chars().allMatch(c -> c == '\n' || !isEscaped(c));
    }

    /** Controls, and what some readers take for line breaks or marks. */
    private static boolean isEscaped(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
    }

    private static String literal(String text, int indent) {
        int end = text.length();
        while (text.charAt(end - 1) == '\n') {
            end--;
        }
        int breaks = text.length() - end;
        var out = new StringBuilder(breaks == 0 ? "|-" : breaks == 1 ? "|" : "|+");
        for (String line : text.substring(0, end).split("\n", -1)) {
            out.append('\n');
            if (!line.isEmpty()) {
                out.append(" ".repeat(indent)).append(line);
            }
        }
        return out.append("\n".repeat(Math.max(0, breaks - 1))).toString();
    }

    private static String doubleQuoted(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isEscaped(c)) {
                        out.append("\\u%04X".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
