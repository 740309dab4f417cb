// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every form of a line of both text formats. What is expected was written down by Prometheus' own
 * parser (3.14, {@code model/textparse}): each entry, the bits of each number, and whether a text
 * is refused.
 */
class ExpositionFormsTest {
    @TestFactory
    Stream<DynamicTest> form_isReadAsPrometheusReadsIt() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(ExpositionFormsTest.class.getResource("forms"));
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
            files =
                    all.filter(file -> name(file).endsWith(".prom") || name(file).endsWith(".om"))
                            .sorted()
                            .toList();
        }
        return files.stream().map(file -> DynamicTest.dynamicTest(name(file), () -> check(file)));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static void check(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String expected = Files.readString(Path.of(file + ".expected"), StandardCharsets.UTF_8);
        Exposition in =
                name(file).endsWith(".om")
                        ? new OpenMetricsText(bytes, 0, bytes.length)
                        : new TextExposition(bytes, 0, bytes.length);
        String entries = EntryText.all(in);
        if (expected.endsWith("ERROR\n")) {
            // What stood in front counts for nothing: all of a scrape is dropped.
            assertThat(entries).endsWith("ERROR\n");
        } else {
            assertThat(entries).isEqualTo(expected);
        }
    }
}
