// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.cgroup.Container;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the control groups that are containers by walking a hierarchy, and tells the table of
 * groups of them, so that their points have their resource. Confined to one thread.
 */
final class ContainerGroups {
    private static final int MOST_FOLDERS = 65_536;
    private static final int MOST_DEPTH = 32;

    private final Path root;
    private final boolean isVersion2;
    private final CgroupTable table;
    private Map<Long, Path> before = Map.of();

    /**
     * Containers of a hierarchy.
     *
     * @param root where it is mounted
     * @param isVersion2 whether its ids are those of the kernel's events
     */
    ContainerGroups(Path root, boolean isVersion2, CgroupTable table) {
        this.root = root;
        this.isVersion2 = isVersion2;
        this.table = table;
    }

    /** The paths of all containers from the root of the hierarchy, by the id in the table. */
    Map<Long, Path> find() {
        Map<Long, Path> found = new HashMap<>();
        Deque<Path> open = new ArrayDeque<>();
        open.push(root);
        int folders = 0;
        while (!open.isEmpty() && folders++ < MOST_FOLDERS) {
            Path folder = open.pop();
            Path path = root.relativize(folder);
            if (Container.ofPath("/" + path) != null) {
                // What is below belongs to it and is in its numbers.
                enter(folder, path, found);
            } else if (folder.getNameCount() - root.getNameCount() < MOST_DEPTH) {
                pushChildren(folder, open);
            }
        }
        before.keySet().stream().filter(id -> !found.containsKey(id)).forEach(table::removed);
        before = found;
        return found;
    }

    private void enter(Path folder, Path path, Map<Long, Path> found) {
        try {
            long inode = ((Number) Files.getAttribute(folder, "unix:ino")).longValue();
            // Inodes count in each hierarchy anew: those of version 1 are kept apart.
            long id = isVersion2 ? inode : CgroupTable.idOfV1(inode);
            table.made(id, "/" + path);
            found.put(id, path);
        } catch (IOException e) {
            // Removed meanwhile.
        }
    }

    private static void pushChildren(Path folder, Deque<Path> open) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    open.push(child);
                }
            }
        } catch (IOException e) {
            // Removed meanwhile, or not for us to see.
        }
    }
}
