// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    private final ProcessTable table = new ProcessTable(2, ArgumentPolicy.REDACTED);

    private static Origin origin(ProcessKey key, ProcessKey parent) {
        return new Origin(key, key.pid(), "x", 0, 1, 0, 0, List.of(new Ancestor(parent, "p")));
    }

    private static ExecEvent exec(ProcessKey key, String path) {
        Origin origin = origin(key, new ProcessKey(1, 0));
        return new ExecEvent(origin, path, "f", List.of("a"), false, false, false, 0, null, 0);
    }

    @Test
    void aPidThatCameAgain_isAnotherProcess() {
        var key = new ProcessKey(7, 100);
        table.executed(exec(key, "/bin/a"));
        assertThat(table.find(key)).isEqualTo(new KnownProcess("/bin/a", List.of("a")));
        assertThat(table.find(new ProcessKey(7, 101))).isNull();
    }

    @Test
    void aChildWithoutExec_runsWhatItsParentRuns() {
        var parent = new ProcessKey(7, 100);
        table.executed(exec(parent, "/bin/a"));
        assertThat(table.find(origin(new ProcessKey(8, 200), parent)))
                .extracting(KnownProcess::name)
                .isEqualTo("a");
    }

    @Test
    void theLeastUsed_makesRoom() {
        table.executed(exec(new ProcessKey(1, 1), "/bin/1"));
        table.executed(exec(new ProcessKey(2, 1), "/bin/2"));
        assertThat(table.find(new ProcessKey(1, 1))).isNotNull();
        table.executed(exec(new ProcessKey(3, 1), "/bin/3"));
        assertThat(table.find(new ProcessKey(2, 1))).isNull();
        assertThat(table.find(new ProcessKey(1, 1))).isNotNull();
    }

    @Test
    void proc_isRead(@TempDir Path proc) throws Exception {
        Path folder = Files.createDirectory(proc.resolve("42"));
        Files.writeString(
                folder.resolve("stat"),
                "42 (a) b( c) S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 5 6");
        Files.writeString(folder.resolve("cmdline"), "tool\0--password\0x\0");
        Files.createSymbolicLink(folder.resolve("exe"), Path.of("/usr/bin/tool"));
        Files.createDirectory(proc.resolve("43")); // Ended meanwhile.
        table.scan(proc);
        assertThat(table.find(new ProcessKey(42, 4711)))
                .isEqualTo(
                        new KnownProcess(
                                "/usr/bin/tool", List.of("tool", "--password", "[REDACTED]")));
    }
}
