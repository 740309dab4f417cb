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
    private static final int MAX_REPAIRS = 100;

    /** Chosen, and measured: most characters that are read again, a tenth of a second or two. */
    private static final int MAX_READ_AGAIN = 2 << 20;

    private Tabs() {}

    /**
     * {@code text} without the tab that {@code error} is about; null when it must stay refused.
     *
     * @param repairs how many there were
     */
    static @Nullable String repair(String text, Exception error, int repairs) {
        MarkedYAMLException marked = marked(error);
        Mark mark = marked == null ? null : marked.getProblemMark();
        if (mark == null
                || repairs >= MAX_REPAIRS
                || (repairs > 0 && (long) repairs * text.length() > MAX_READ_AGAIN)) {
            return null;
        }
        int at = text.offsetByCodePoints(0, Math.min(mark.getIndex(), text.length()));
        if (at >= text.length() || text.charAt(at) != '\t') {
            return null;
        }
        if (text.substring(text.lastIndexOf('\n', at) + 1, at).isBlank()) {
            return isFlow(text) ? withoutIndentation(text) : null;
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

    /** All at once: JSON has as many of them as lines. */
    private static String withoutIndentation(String text) {
        var result = new StringBuilder(text);
        boolean isStart = true;
        for (int i = 0; i < result.length(); i++) {
            char c = result.charAt(i);
            if (c == '\t' && isStart) {
                result.setCharAt(i, ' ');
            }
            isStart = c == '\n' || (isStart && (c == '\t' || c == ' '));
        }
        return result.toString();
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
