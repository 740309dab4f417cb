// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The objects that are checked in are those whose hashes are. */
class ObjectHashesTest {
    private static final Path RESOURCES =
            Path.of("src/main/resources/dev/forager/receivers/ebpf/bpf");

    private static final Path TESTS = Path.of("src/test/resources/dev/forager/receivers/ebpf/bpf");

    @Test
    void objects_haveTheirHashes() throws Exception {
        assertHashes(RESOURCES, "SHA256SUMS");
    }

    @Test
    void objectsOfTests_haveTheirHashes() throws Exception {
        assertHashes(TESTS, "SHA256SUMS.tests");
    }

    private static void assertHashes(Path folder, String list) throws Exception {
        Map<String, String> recorded = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve(list))) {
            recorded.put(line.substring(66), line.substring(0, 64));
        }
        Map<String, String> found = new TreeMap<>();
        for (Path each : files(folder, ".o")) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(each));
            found.put(each.getFileName().toString(), HexFormat.of().formatHex(digest));
        }
        assertThat(found).isNotEmpty().isEqualTo(recorded);
    }

    @Test
    void everySource_hasItsObject() throws Exception {
        List<String> sources =
                files(Path.of("src/main/bpf"), ".bpf.c").stream()
                        .map(each -> each.getFileName().toString().replace(".c", ".o"))
                        .toList();
        List<String> objects =
                files(RESOURCES, ".o").stream().map(e -> e.getFileName().toString()).toList();
        assertThat(objects)
                .containsExactlyInAnyOrderElementsOf(sources)
                .containsExactlyInAnyOrderElementsOf(
                        ObjectSpec.OWN.stream().map(each -> each + ".bpf.o").toList());
    }

    @Test
    void compiler_isRecorded() throws Exception {
        assertThat(Files.readString(RESOURCES.resolve("COMPILER")).strip())
                .matches("clang \\d+\\.\\d+\\.\\d+");
    }

    private static List<Path> files(Path folder, String ending) throws Exception {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.toString().endsWith(ending)).sorted().toList();
        }
    }
}
