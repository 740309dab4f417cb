// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import java.nio.file.Path;
import java.util.ArrayDeque;

/**
 * Paths of files by the value of a resource attribute. Whatever the value is, the path begins with
 * what stands before the {@code *}: a value such as {@code ../../etc/passwd} comes from outside.
 * Immutable.
 */
final class GroupPaths {
    private final String prefix;
    private final String suffix;

    GroupPaths(String pattern) {
        int star = pattern.indexOf('*');
        String before = pattern.substring(0, star);
        String cleaned = clean(before);
        prefix = before.endsWith("/") && !cleaned.endsWith("/") ? cleaned + "/" : cleaned;
        suffix = pattern.substring(star + 1);
    }

    /**
     * The path for a value.
     *
     * @throws java.nio.file.InvalidPathException when it cannot be a path, as with a NUL in it
     */
    Path path(String value) {
        String segment = value;
        if (segment.startsWith("./")) {
            segment = segment.substring(1);
        } else if (segment.startsWith("../")) {
            segment = segment.substring(2);
        }
        String path = clean(prefix + segment + suffix);
        if (!path.startsWith(prefix)) {
            path = clean(prefix + clean("/" + segment + suffix));
        }
        return Path.of(path);
    }

    /** The shortest path with the same meaning; nothing lies above the root. */
    private static String clean(String path) {
        boolean absolute = path.startsWith("/");
        var parts = new ArrayDeque<String>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (!parts.isEmpty() && !parts.getLast().equals("..")) {
                    parts.removeLast();
                } else if (!absolute) {
                    parts.add(part);
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        String joined = String.join("/", parts);
        return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
