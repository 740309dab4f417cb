// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree of plain folders: their inodes are ids as well. */
class CgroupTableTest {
    @TempDir private Path root;
    private final AtomicLong nanos = new AtomicLong();

    private static long id(Path folder) throws IOException {
        return ((Number) Files.getAttribute(folder, "unix:ino")).longValue();
    }

    private CgroupTable table() {
        return new CgroupTable(root, nanos::get);
    }

    @Test
    void find_walksTheTree() throws IOException {
        Path inner = Files.createDirectories(root.resolve("a.slice/b.scope"));
        CgroupTable table = table();
        assertThat(table.find(id(inner))).isEqualTo(Cgroup.of(id(inner), "/a.slice/b.scope"));
        Cgroup top = Objects.requireNonNull(table.find(id(root)));
        assertThat(top.isRoot()).isTrue();
    }

    @Test
    void find_ofNoGroup_isNothing() {
        assertThat(table().find(0)).isNull();
        assertThat(new CgroupTable(null, nanos::get).find(5)).isNull();
    }

    @Test
    void find_walksAgainOnlyAfterAWhile() throws IOException {
        CgroupTable table = table();
        assertThat(table.find(id(root))).isNotNull();
        Path later = Files.createDirectory(root.resolve("later"));
        assertThat(table.find(id(later))).isNull();
        nanos.addAndGet(CgroupTable.PATIENCE.toNanos());
        assertThat(table.find(id(later))).isNotNull();
    }

    @Test
    void made_isKnownAtOnce() {
        CgroupTable table = table();
        table.made(77, "/docker/" + "ab".repeat(32));
        Cgroup found = Objects.requireNonNull(table.find(77));
        assertThat(found.container()).isEqualTo(new Container("ab".repeat(32), "docker", null));
    }

    @Test
    void removed_staysKnownForAWhile() {
        CgroupTable table = table();
        table.made(77, "/gone");
        table.removed(77);
        nanos.addAndGet(CgroupTable.KEPT.toNanos() - 1);
        assertThat(table.find(77)).isNotNull();
        nanos.addAndGet(2);
        assertThat(table.find(77)).isNull();
    }

    @Test
    void made_withTheNumberOfARemovedOne_staysKnown() {
        CgroupTable table = table();
        table.made(77, "/old");
        table.removed(77);
        table.made(77, "/new");
        nanos.addAndGet(2 * CgroupTable.KEPT.toNanos());
        Cgroup found = Objects.requireNonNull(table.find(77));
        assertThat(found.path()).isEqualTo("/new");
    }

    @Test
    void aGroupThatIsForgotten_isTold() {
        CgroupTable table = table();
        List<Long> gone = new ArrayList<>();
        table.tell(
                new CgroupTable.Listener() {
                    @Override
                    public void comes(Cgroup group) {}

                    @Override
                    public void goes(long id) {
                        gone.add(id);
                    }
                });
        table.made(77, "/gone");
        table.removed(77);
        assertThat(gone).isEmpty();
        nanos.addAndGet(CgroupTable.KEPT.toNanos() + 1);
        table.made(78, "/next");
        assertThat(gone).containsExactly(77L);
    }
}
