// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.testkit.GoldenFolder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder: OTLP in {@code input-1.json} and those that follow, the exporter's {@code
 * config.yaml}, the client's {@code accept.txt}; {@code reference.txt} is what a real Go collector
 * (its prometheusexporter 0.165.0) answered. Where Forager means to answer something else, {@code
 * expected.txt} is that; {@code -Dgolden.update=true} writes it.
 */
class ExpositionGoldenTest {
    static Stream<Path> cases() {
        return GoldenFolder.of(ExpositionGoldenTest.class, "golden").folders();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void page_isThatOfTheGoCollector(Path folder) throws Exception {
        Path reference = folder.resolve("reference.txt");
        Path expected = folder.resolve("expected.txt");
        String page = page(folder);
        if (Boolean.getBoolean("golden.update")) {
            Files.deleteIfExists(expected);
            if (!page.equals(Files.readString(reference))) {
                Files.writeString(expected, page);
            }
        }
        assertThat(page).isEqualTo(Files.readString(Files.exists(expected) ? expected : reference));
    }

    private static String page(Path folder) throws Exception {
        Path accept = folder.resolve("accept.txt");
        List<Path> inputs;
        try (Stream<Path> all = Files.list(folder)) {
            inputs = all.filter(path -> path.toString().endsWith(".json")).sorted().toList();
        }
        try (var exporter = new ScrapedExporter(Files.readString(folder.resolve("config.yaml")))) {
            for (Path input : inputs) {
                exporter.exportJson(Files.readString(input));
            }
            HttpResponse<byte[]> answer =
                    exporter.get(
                            "Accept",
                            Files.exists(accept) ? Files.readString(accept).strip() : "*/*");
            return "content-type: "
                    + answer.headers().firstValue("content-type").orElseThrow()
                    + "\n"
                    + new String(answer.body(), StandardCharsets.UTF_8);
        }
    }
}
