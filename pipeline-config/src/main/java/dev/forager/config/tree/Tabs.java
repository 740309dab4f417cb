// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Tabs between tokens. Go's parser takes them for blanks, except as indentation; the parser behind
 * this reader refuses them all. So where it stops at one that Go would take, a blank is put there,
 * which moves no position, and the text is read again.
 */
final class Tabs {
    /** Chosen: every repair reads the text once more. */
    static final int MAX_REPAIRS = 100;

    private static final int MAX_LENGTH = 1 << 20;

    private Tabs() {}

    /** {@code text} without the tab that {@code error} is about; null when it must stay refused. */
    static @Nullable String repair(String text, Exception error) {
        MarkedYAMLException marked = marked(error);
        Mark mark = marked == null ? null : marked.getProblemMark();
        if (mark == null || text.length() > MAX_LENGTH) {
            return null;
        }
        int at = text.offsetByCodePoints(0, Math.min(mark.getIndex(), text.length()));
        if (at >= text.length() || text.charAt(at) != '\t') {
            return null;
        }
        boolean isIndentation = text.substring(text.lastIndexOf('\n', at) + 1, at).isBlank();
        if (isIndentation && !isFlow(text)) {
            return null;
        }
        int end = at;
        while (end < text.length() && text.charAt(end) == '\t') {
            end++;
        }
        return text.substring(0, at) + " ".repeat(end - at) + text.substring(end);
    }

    /** Inside brackets indentation means nothing: JSON is often indented by tabs. */
    private static boolean isFlow(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    /** The parser's error with its place; null when {@code error} is of another kind. */
    static @Nullable MarkedYAMLException marked(Exception error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked) {
                return marked;
            }
        }
        return null;
    }
}
