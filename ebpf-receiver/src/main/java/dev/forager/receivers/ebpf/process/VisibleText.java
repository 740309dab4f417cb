// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

/**
 * Text that strangers chose (arguments, file names, names of processes), fit to be shown: control
 * characters, which would move the cursor of a terminal or begin a new line of a log, and
 * characters that turn the direction of writing become {@code \\x1b} or {@code \\u202e}. Stateless.
 */
public final class VisibleText {
    private VisibleText() {}

    /** The text, or the same object where nothing is to be done. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHidden(text.charAt(i))) {
                return escaped(text, i);
            }
        }
        return text;
    }

    private static String escaped(String text, int first) {
        var out = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isHidden(c)) {
                out.append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\t') {
                out.append("\\t");
            } else {
                out.append((c < 0x100 ? "\\x%02x" : "\\u%04x").formatted((int) c));
            }
        }
        return out.toString();
    }

    private static boolean isHidden(char c) {
        return c < 0x20
                || (c >= 0x7f && c < 0xa0)
                || (c >= 0x200e && c <= 0x200f)
                || (c >= 0x2028 && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
