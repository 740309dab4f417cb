// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The system that the distribution is built on and for.
 *
 * @param classifier as Netty's jars name it: {@code linux-x86_64}
 * @param folders path prefixes of native libraries inside jars of other projects
 */
record Platform(String classifier, List<String> folders) {
    private static final Pattern LIBRARY = Pattern.compile("(?:.*/)?(lib[^/]+\\.so)");

    static Platform present() {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (machine) {
            case "amd64", "x86_64" ->
                    new Platform(
                            "linux-x86_64",
                            List.of("linux/amd64/", "Linux/x86_64/", "linux/x86-64/"));
            case "aarch64", "arm64" ->
                    new Platform(
                            "linux-aarch_64",
                            List.of("linux/aarch64/", "Linux/aarch64/", "linux/aarch64/"));
            default ->
                    throw new IllegalStateException(
                            "os.arch: %s (expected: amd64 or aarch64)".formatted(machine));
        };
    }

    /**
     * The file name under which a jar's entry belongs into {@code lib/native}; empty for other
     * entries.
     */
    String libraryFile(String entry) {
        Matcher matcher = LIBRARY.matcher(entry);
        if (!matcher.matches()) {
            return "";
        }
        String file = matcher.group(1);
        boolean netty =
                entry.startsWith("META-INF/native/")
                        && file.contains(classifier.substring("linux-".length()));
        boolean other = folders.stream().anyMatch(entry::contains);
        return netty || other ? file : "";
    }
}
