// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of the file system stand for groups, a list for what the kernel has attached. */
class CgroupPlacesTest {
    @TempDir Path root;

    private final List<String> attached = new ArrayList<>();
    private CgroupPlaces places;

    @BeforeEach
    void make() {
        places = new CgroupPlaces(root);
    }

    private AutoCloseable link(Path folder) throws BpfException {
        if (!Files.isDirectory(folder)) {
            throw new BpfException("no such group", 2);
        }
        String path = "/" + root.relativize(folder.normalize());
        attached.add(path);
        return () -> attached.remove(path);
    }

    private Cgroup group(long id, String path) throws IOException {
        Files.createDirectories(root.resolve("." + path));
        return Cgroup.of(id, path);
    }

    private void see(long id, String path) throws IOException {
        places.see(group(id, path), each -> !each.path().contains("other"));
    }

    @Test
    void withoutATarget_theRoot() throws Exception {
        see(2, "/one");
        AutoCloseable hanging = places.hang(this::link);
        assertThat(attached).containsExactly("/");
        hanging.close();
        assertThat(attached).isEmpty();
    }

    @Test
    void groupsOfTheTarget_beforeAndAfter() throws Exception {
        places.narrow();
        see(2, "/one");
        see(3, "/other");
        AutoCloseable hanging = places.hang(this::link);
        assertThat(attached).containsExactly("/one");
        see(4, "/two");
        see(4, "/two");
        see(5, "/other2");
        assertThat(attached).containsExactly("/one", "/two");
        hanging.close();
        see(6, "/three");
        assertThat(attached).isEmpty();
    }

    @Test
    void whatLiesBelow_isSeenOnce() throws Exception {
        places.narrow();
        try (AutoCloseable hanging = places.hang(this::link)) {
            assertThat(hanging).isNotNull();
            see(2, "/one/child/a");
            see(3, "/one/child");
            assertThat(attached).containsExactly("/one/child");
            see(4, "/one/child/b");
            see(5, "/one/childish");
            assertThat(attached).containsExactly("/one/child", "/one/childish");
            see(1, "/");
            assertThat(attached).containsExactly("/");
        }
    }

    @Test
    void aGroupThatComesAgain_isAnother() throws Exception {
        places.narrow();
        try (AutoCloseable hanging = places.hang(this::link)) {
            assertThat(hanging).isNotNull();
            see(2, "/one");
            see(3, "/two");
            see(4, "/one");
            assertThat(attached).containsExactly("/two", "/one");
            Files.delete(root.resolve("two"));
            see(5, "/three");
            assertThat(attached).containsExactly("/one", "/three");
        }
    }

    @Test
    void moreThanAreWorthIt_areTheRoot() throws Exception {
        places.narrow();
        try (AutoCloseable hanging = places.hang(this::link)) {
            assertThat(hanging).isNotNull();
            for (int i = 0; i < CgroupPlaces.MOST; i++) {
                see(10 + i, "/g" + i);
            }
            assertThat(attached).hasSize(CgroupPlaces.MOST);
            see(2, "/one-more");
            assertThat(attached).containsExactly("/");
        }
    }

    @Test
    void refusal_isToldAlsoWhereThereIsNoGroup() {
        places.narrow();
        assertThatThrownBy(
                        () ->
                                places.hang(
                                        _ -> {
                                            throw new BpfException("not permitted", 1);
                                        }))
                .isInstanceOf(BpfException.class)
                .hasMessageContaining("not permitted");
        assertThatThrownBy(() -> new CgroupPlaces(null).hang(this::link))
                .isInstanceOf(BpfException.class)
                .hasMessageContaining("no cgroup v2");
    }
}
