// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutedPathTest {
    private static final ProcessKey OWN = new ProcessKey(42, 4711);
    private static final ProcessKey PARENT = new ProcessKey(41, 4000);

    @TempDir private Path proc;

    private void process(ProcessKey key, String folder) throws IOException {
        Path files = Files.createDirectory(proc.resolve(Integer.toString(key.pid())));
        Files.writeString(
                files.resolve("stat"),
                "%d (x) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 %d 5 6"
                        .formatted(key.pid(), key.startTicks()));
        Files.createSymbolicLink(files.resolve("cwd"), Path.of(folder));
    }

    private String whole(String path, boolean isMemfd) {
        var origin =
                new Origin(OWN, OWN.pid(), "x", 0, 1, 0, 0, List.of(new Ancestor(PARENT, "sh")));
        var exec = new ExecEvent(origin, path, "f", List.of(), false, isMemfd, false, 0, null, 0);
        return new ExecutedPath(proc).whole(exec).process().executable();
    }

    @Test
    void aPathFromTheWorkingFolder_isMadeWhole() throws Exception {
        process(OWN, "/tmp/a");
        process(PARENT, "/home");
        assertThat(whole("./x", false)).isEqualTo("/tmp/a/x");
        assertThat(whole("../x", false)).isEqualTo("/tmp/x");
        assertThat(whole("/bin/true", false)).isEqualTo("/bin/true");
        assertThat(whole("memfd:x", true)).isEqualTo("f");
    }

    @Test
    void whatNobodyTells_staysAsItWasGiven() throws Exception {
        assertThat(whole("./x", false)).isEqualTo("./x");
        process(new ProcessKey(OWN.pid(), 9999), "/of/another/process");
        process(PARENT, "/of/the/parent");
        assertThat(whole("./x", false)).isEqualTo("./x");
    }
}
