// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.distribution.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryJarTest {
    private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);

    @TempDir private Path folder;

    @Test
    void jar_isTheSameInEveryTimeZone() throws Exception {
        byte[] utc = writtenIn("UTC");
        assertThat(writtenIn("Pacific/Auckland")).isEqualTo(utc);
        assertThat(writtenIn("America/Los_Angeles")).isEqualTo(utc);
    }

    private byte[] writtenIn(String zone) throws IOException {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            Path library = folder.resolve("library.jar");
            try (var out = new JarOutputStream(Files.newOutputStream(library))) {
                out.putNextEntry(new JarEntry("a/B.class"));
                out.write(1);
            }
            Path target = folder.resolve(LibraryJar.JAR);
            LibraryJar.write(List.of(library), Map.of(), target, TIME);
            return Files.readAllBytes(target);
        } finally {
            TimeZone.setDefault(before);
        }
    }
}
