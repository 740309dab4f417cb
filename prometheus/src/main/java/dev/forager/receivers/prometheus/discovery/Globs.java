// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Paths whose last part may hold a {@code *}. Stateless. */
public final class Globs {
    private Globs() {}

    /** The files that a path names, sorted; none where the folder cannot be read. */
    public static List<Path> files(String pattern) {
        Path path = Path.of(pattern);
        if (pattern.indexOf('*') < 0) {
            return Files.isRegularFile(path) ? List.of(path) : List.of();
        }
        Path folder = path.getParent();
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(
                        folder == null ? Path.of("") : folder,
                        String.valueOf(path.getFileName()))) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    found.add(file);
                }
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        Collections.sort(found);
        return found;
    }
}
