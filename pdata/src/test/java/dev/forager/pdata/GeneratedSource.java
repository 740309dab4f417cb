// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a generated source with the one that is checked in, or rewrites that one. */
final class GeneratedSource {
    private GeneratedSource() {}

    /** {@code -Dpdata.generate=true} writes instead of comparing. */
    static void check(String fileName, String text) {
        Path file = folder().resolve(fileName);
        try {
            if (Boolean.getBoolean("pdata.generate")) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, text);
            }
            assertThat(Files.readString(file))
                    .as("%s is stale: run the test with -Dpdata.generate=true", file)
                    .isEqualTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the generated sources stand. */
    static Path folder() {
        Path module = Files.isDirectory(Path.of("pdata")) ? Path.of("pdata") : Path.of("");
        return module.resolve("src/generated/java/dev/forager/pdata");
    }
}
