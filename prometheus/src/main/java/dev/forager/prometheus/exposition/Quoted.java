// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import java.nio.charset.StandardCharsets;

/** Bytes in quotes, as Go's {@code %q} writes them, cut where they are long. Stateless. */
final class Quoted {
    /** A line may have megabytes; a message must not. Chosen. */
    private static final int MOST = 300;

    private Quoted() {}

    static String of(byte[] bytes, int start, int end) {
        int stop = Math.min(end, start + MOST);
        String text = new String(bytes, start, Math.max(0, stop - start), StandardCharsets.UTF_8);
        var out = new StringBuilder(text.length() + 2).append('"');
        text.chars().forEach(c -> append(out, (char) c));
        return out.append(stop < end ? "..." : "").append('"').toString();
    }

    private static void append(StringBuilder out, char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ' || c == 0x7f) {
                    out.append("\\x%02x".formatted((int) c));
                } else {
                    out.append(c);
                }
            }
        }
    }
}
