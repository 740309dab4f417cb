// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import java.util.Arrays;
import org.yaml.snakeyaml.error.Mark;

/** The lines of a YAML text, as its parser counts them: finds the char of a mark. Immutable. */
final class YamlLines {
    private final String text;
    private final int[] starts;

    YamlLines(String text) {
        this.text = text;
        int[] found = new int[16];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            if (isBreak(i)) {
                found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                found[count++] = i + 1;
            }
        }
        starts = Arrays.copyOf(found, count);
    }

    private boolean isBreak(int i) {
        return switch (text.charAt(i)) {
            case '\n', '\u0085', '\u2028', '\u2029' -> true;
            case '\r' -> i + 1 == text.length() || text.charAt(i + 1) != '\n';
            default -> false;
        };
    }

    String text() {
        return text;
    }

    /** The offset of the char at a mark, which counts columns in code points. */
    int offset(Mark mark) {
        if (mark.getLine() >= starts.length) {
            return text.length();
        }
        int start = starts[mark.getLine()];
        int end = mark.getLine() + 1 < starts.length ? starts[mark.getLine() + 1] : text.length();
        int most = text.codePointCount(start, end);
        return text.offsetByCodePoints(start, Math.min(mark.getColumn(), most));
    }
}
