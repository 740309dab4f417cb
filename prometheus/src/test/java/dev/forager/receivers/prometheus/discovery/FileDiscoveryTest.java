// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.RecordBinder;
import dev.forager.pipeline.config.SectionReader;
import dev.forager.receivers.prometheus.config.FileSdConfig;
import dev.forager.receivers.prometheus.scrape.TargetGroup;
import dev.forager.testkit.LogRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that come, change, break and go. */
class FileDiscoveryTest {
    private final LogRecorder log = new LogRecorder();
    private final AtomicReference<String> found = new AtomicReference<>("");
    @TempDir private Path folder = Path.of("");

    private void await(String targets) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(found.get()).isEqualTo(targets));
    }

    private static String text(List<TargetGroup> groups) {
        var out = new StringBuilder();
        for (TargetGroup group : groups) {
            group.targets().forEach(each -> out.append(each.get("__address__")).append(' '));
        }
        return out.toString().strip();
    }

    @Test
    void files_areFollowed() throws Exception {
        Path yaml = folder.resolve("a.yaml");
        Files.writeString(yaml, "- targets: ['one:1', 'two:2']\n");
        FileSdConfig config =
                RecordBinder.read(
                        "{files: ['%s/*.yaml', '%s/b.json']}".formatted(folder, folder),
                        FileSdConfig.class);
        var discovery =
                new FileDiscovery(
                        config, SectionReader.load(), Duration.ofMillis(20), log.logger());
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        discovery.run(groups -> found.set(text(groups)));
                                    } catch (InterruptedException end) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        try {
            await("one:1 two:2");
            Files.writeString(folder.resolve("b.json"), "[{\"targets\": [\"three:3\"]}]");
            await("one:1 two:2 three:3");
            Files.writeString(yaml, "- targets: [");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> log.lines().toString().contains("Error reading file"));
            assertThat(found.get()).isEqualTo("one:1 two:2 three:3");
            Files.writeString(yaml, "- targets: ['four:4']\n");
            await("four:4 three:3");
            Files.delete(yaml);
            await("three:3");
        } finally {
            thread.interrupt();
            thread.join();
        }
    }
}
