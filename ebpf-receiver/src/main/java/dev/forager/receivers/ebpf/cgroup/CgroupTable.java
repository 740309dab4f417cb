// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds control groups by the kernel's ids. The tree is walked once; events of the kernel keep it
 * up to date, and an id that is unknown nevertheless lets it be walked again, though not often.
 * What was removed stays known for a while, since its events may still be on their way.
 *
 * <p>Bounded; thread-safe.
 */
public final class CgroupTable {
    /** How long a removed group stays known. */
    static final Duration KEPT = Duration.ofSeconds(60);

    /**
     * Least time between two walks for ids that are unknown (chosen: a walk costs milliseconds).
     */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** More groups than a node can run containers (chosen). */
    private static final int MOST = 65_536;

    private static final int MOST_DEPTH = 32;

    /** Set in ids of version 1, which are numbered on their own: as forager.h has it. */
    private static final long V1 = 1L << 62;

    /** Is told of groups; must not block. */
    @FunctionalInterface
    public interface Listener {
        /** A group is there. It may be told twice. */
        void comes(Cgroup group);

        /** A group that was removed is known no longer. */
        default void goes(long id) {}
    }

    private final @Nullable Path root;
    private final @Nullable Path v1Root;
    private final LongSupplier nanoTime;
    private final Map<Long, Cgroup> groups = new HashMap<>();
    private final Map<Long, Long> removedAt = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private boolean isWalked;
    private long walkedAt;

    /**
     * A table of the hierarchy at {@code root}.
     *
     * @param root mount of cgroup v2; null where there is none: then no id is known
     * @param nanoTime monotonic
     */
    public CgroupTable(@Nullable Path root, LongSupplier nanoTime) {
        this(root, null, nanoTime);
    }

    /**
     * A table of both hierarchies.
     *
     * @param root mount of cgroup v2; null where there is none
     * @param v1Root mount of the hierarchy of version 1 that tells containers apart; null where
     *     version 2 does
     * @param nanoTime monotonic
     */
    public CgroupTable(@Nullable Path root, @Nullable Path v1Root, LongSupplier nanoTime) {
        this.root = root;
        this.v1Root = v1Root;
        this.nanoTime = nanoTime;
    }

    /** The id here of a group of version 1 with this inode. */
    public static long idOfV1(long inode) {
        return inode | V1;
    }

    /** Whether an id is one of version 2. */
    public static boolean isOfV2(long id) {
        return (id & V1) == 0;
    }

    /** Where a group's files are; null where its hierarchy is not mounted. */
    public @Nullable Path folder(Cgroup group) {
        Path top = (group.id() & V1) != 0 ? v1Root : root;
        return top == null ? null : top.resolve("." + group.path());
    }

    /** Tells of every group: of those that are there now, and of those that come. */
    public void tell(Listener listener) {
        listeners.add(listener);
        List<Cgroup> known;
        synchronized (this) {
            walk();
            known = List.copyOf(groups.values());
        }
        known.forEach(listener::comes);
    }

    /** Tells a listener no more. */
    public void tellNoMore(Listener listener) {
        listeners.remove(listener);
    }

    /** The group of this id; null when the kernel has none such any more. */
    public synchronized @Nullable Cgroup find(long id) {
        forgetOld();
        Cgroup known = groups.get(id);
        if (known != null || id == 0) {
            return known;
        }
        long now = nanoTime.getAsLong();
        if (!isWalked || now - walkedAt >= PATIENCE.toNanos()) {
            isWalked = true;
            walkedAt = now;
            walk();
        }
        return groups.get(id);
    }

    /** A group was made. */
    public synchronized void made(long id, String path) {
        forgetOld();
        if (groups.size() < MOST) {
            removedAt.remove(id);
            add(Cgroup.of(id, path));
        }
    }

    private void add(Cgroup group) {
        Cgroup before = groups.put(group.id(), group);
        if (before == null || !before.path().equals(group.path())) {
            listeners.forEach(each -> each.comes(group));
        }
    }

    /** A group was removed. */
    public synchronized void removed(long id) {
        if (groups.containsKey(id)) {
            removedAt.putIfAbsent(id, nanoTime.getAsLong());
        }
    }

    private void forgetOld() {
        long before = nanoTime.getAsLong() - KEPT.toNanos();
        Iterator<Map.Entry<Long, Long>> oldestFirst = removedAt.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<Long, Long> oldest = oldestFirst.next();
            if (oldest.getValue() - before > 0) {
                return;
            }
            long id = oldest.getKey();
            groups.remove(id);
            listeners.forEach(each -> each.goes(id));
            oldestFirst.remove();
        }
    }

    private void walk() {
        walk(root, 0);
        walk(v1Root, V1);
    }

    private void walk(@Nullable Path top, long tag) {
        if (top == null) {
            return;
        }
        Deque<Path> open = new ArrayDeque<>();
        open.push(top);
        while (!open.isEmpty() && groups.size() < MOST) {
            Path folder = open.pop();
            if (enter(top, folder, tag)
                    && folder.getNameCount() - top.getNameCount() < MOST_DEPTH) {
                pushChildren(folder, open);
            }
        }
    }

    private boolean enter(Path top, Path folder, long tag) {
        try {
            long id = ((Number) Files.getAttribute(folder, "unix:ino")).longValue() | tag;
            if (!groups.containsKey(id)) {
                add(Cgroup.of(id, "/" + top.relativize(folder)));
            }
            return true;
        } catch (IOException e) {
            return false; // Removed meanwhile.
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
            // Removed meanwhile: it has no children any more.
        }
    }
}
