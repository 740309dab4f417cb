// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodNamesTest {
    private static final String UID = "0b1c2d3e-0000-1111-2222-333344445555";
    private static final String ID = "ab".repeat(32);

    private final AtomicLong now = new AtomicLong();

    @TempDir private Path logs;

    private PodNames names() {
        return new PodNames(logs.resolve("pods"), now::get);
    }

    @Test
    void podsAndContainers_areNamedByTheFilesOfTheirLogs() throws Exception {
        Files.createDirectories(logs.resolve("pods/shop_web-7d4b9_" + UID));
        Path containers = Files.createDirectory(logs.resolve("containers"));
        Files.createSymbolicLink(
                containers.resolve("web-7d4b9_shop_front-end-" + ID + ".log"), Path.of("/nowhere"));
        Files.createFile(containers.resolve("notes_of_somebody.log"));
        PodNames names = names();
        assertThat(names.find(UID)).isEqualTo(new PodNames.Pod("shop", "web-7d4b9"));
        assertThat(names.containerName(ID)).isEqualTo("front-end");
        assertThat(names.containerName("cd".repeat(32))).isNull();
    }

    @Test
    void whatStartsLater_isFoundAfterAWhile() throws Exception {
        PodNames names = names();
        assertThat(names.containerName(ID)).isNull();
        Files.createDirectory(logs.resolve("containers"));
        Files.createFile(logs.resolve("containers/p_n_c-" + ID + ".log"));
        assertThat(names.containerName(ID)).isNull();
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        assertThat(names.containerName(ID)).isEqualTo("c");
    }
}
