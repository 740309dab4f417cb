// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Turns comments of .proto files into Javadoc of at most 100 columns. */
final class Javadoc {
    private static final int COLUMNS = 100;

    private Javadoc() {}

    /** Lines that draw something: they keep their columns. */
    private static final Pattern DRAWN = Pattern.compile(".*(\\+--|─|│| \\|).*");

    /** A comment block, indented; {@code fallback} where the .proto says nothing. */
    static String of(List<String> comment, String fallback, String indent) {
        List<String> paragraphs = paragraphs(comment);
        if (paragraphs.isEmpty()) {
            paragraphs = List.of(fallback);
        }
        String only = indent + "/** " + paragraphs.getFirst() + " */\n";
        if (paragraphs.size() == 1 && only.length() <= COLUMNS) {
            return only;
        }
        StringBuilder out = new StringBuilder(indent).append("/**\n");
        for (int i = 0; i < paragraphs.size(); i++) {
            if (i > 0) {
                out.append(indent).append(" *\n");
            }
            append(out, i, paragraphs.get(i), indent + " * ");
        }
        return out.append(indent).append(" */\n").toString();
    }

    private static void append(StringBuilder out, int index, String text, String prefix) {
        if (text.startsWith("<pre>")) {
            text.lines().forEach(line -> out.append((prefix + line).stripTrailing()).append('\n'));
        } else {
            wrap(out, (index > 0 ? "<p>" : "") + text, prefix);
        }
    }

    private static void wrap(StringBuilder out, String text, String prefix) {
        StringBuilder line = new StringBuilder(prefix);
        for (String word : text.split(" +", -1)) {
            if (line.length() > prefix.length() && line.length() + word.length() >= COLUMNS) {
                out.append(line.toString().stripTrailing()).append('\n');
                line.setLength(prefix.length());
            }
            line.append(word).append(' ');
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }

    private static List<String> paragraphs(List<String> comment) {
        List<String> paragraphs = new ArrayList<>();
        List<String> current = new ArrayList<>();
        for (String line : comment) {
            if (line.isBlank() || line.strip().startsWith("- ")) {
                flush(current, paragraphs);
            }
            if (!line.isBlank()) {
                current.add(line);
            }
        }
        flush(current, paragraphs);
        return paragraphs;
    }

    private static void flush(List<String> lines, List<String> paragraphs) {
        // A note between the authors of OTLP goes, up to the end of its paragraph.
        List<String> kept =
                lines.stream().takeWhile(line -> !line.strip().startsWith("TODO")).toList();
        if (kept.stream().anyMatch(line -> DRAWN.matcher(line).matches())) {
            paragraphs.add("<pre>\n" + escape(String.join("\n", kept)) + "\n</pre>");
        } else if (!kept.isEmpty()) {
            String text = escape(String.join(" ", kept.stream().map(String::strip).toList()));
            paragraphs.add(
                    text.replaceFirst("^#+ (.*)$", "<b>$1</b>")
                            .replaceAll("`([^`]+)`", "{@code $1}"));
        }
        lines.clear();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;");
    }
}
