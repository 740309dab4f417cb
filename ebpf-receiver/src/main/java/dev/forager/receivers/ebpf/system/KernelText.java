// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Text files of the kernel, of which nothing is trusted: not that they are there, not their length,
 * not that a number is one.
 */
final class KernelText {
    /** More than any of these files has (chosen): that of 8192 CPUs or 4000 mounts. */
    private static final int MOST_BYTES = 1 << 20;

    /** What is no number. */
    static final long NONE = -1;

    private KernelText() {}

    /** The lines of a file; none where it cannot be read. */
    static List<String> lines(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** The words of a line. */
    static String[] words(String line) {
        return line.strip().split("[ \\t]+");
    }

    /** The number at a place among words; {@link #NONE} where there is none. */
    static long number(String[] words, int at) {
        return at < words.length ? number(words[at]) : NONE;
    }

    /** A number from 0 to 2^63 - 1; {@link #NONE} for anything else, {@code max} included. */
    static long number(String word) {
        int length = word.length();
        if (length == 0 || length > 19) {
            return NONE;
        }
        for (int i = 0; i < length; i++) {
            if (word.charAt(i) < '0' || word.charAt(i) > '9') {
                return NONE;
            }
        }
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException e) {
            return NONE; // 19 digits, but too many.
        }
    }

    /** The number that is all of a file; {@link #NONE} where there is none. */
    static long number(Path file) {
        List<String> lines = lines(file);
        return lines.size() == 1 ? number(lines.getFirst().strip()) : NONE;
    }

    /** Lines of {@code name number} or {@code name: number kB}: numbers by name, kB as bytes. */
    static Map<String, Long> table(List<String> lines) {
        Map<String, Long> table = new LinkedHashMap<>();
        for (String line : lines) {
            String[] words = words(line);
            long number = number(words, 1);
            if (number == NONE) {
                continue;
            }
            boolean isKib = words.length > 2 && words[2].equals("kB");
            if (isKib && number > Long.MAX_VALUE / 1024) {
                continue;
            }
            String name =
                    words[0].endsWith(":")
                            ? words[0].substring(0, words[0].length() - 1)
                            : words[0];
            table.putIfAbsent(name, isKib ? number * 1024 : number);
        }
        return table;
    }
}
