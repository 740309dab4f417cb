// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.cgroup.Cgroup;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of version 2 at which programs for packets hang: the root, or where the target
 * names groups the topmost of those, as they come. What no program sees costs nothing, while one
 * that looks at a packet and lets it go costs a fifth of a microsecond. A program sees what happens
 * in all groups below the one that it hangs at. Thread-safe.
 */
final class CgroupPlaces {
    /**
     * More groups are left to the programs at the root (chosen): each takes a file descriptor for
     * each program.
     */
    static final int MOST = 256;

    private final @Nullable Path root;
    private final Map<Long, Cgroup> chosen = new HashMap<>();
    private final Set<Hanging> programs = new HashSet<>();
    private boolean isRoot = true;

    /** Attaches a program at a group's folder. */
    @FunctionalInterface
    interface Linker {
        /** Attaches; closing the answer takes it off. */
        AutoCloseable link(Path folder) throws BpfException;
    }

    /**
     * The root alone, until {@link #narrow}.
     *
     * @param root mount of cgroup v2; null where there is none: then nothing can be attached
     */
    CgroupPlaces(@Nullable Path root) {
        this.root = root;
    }

    /** A program with what it hangs at. Guarded by the places' lock. */
    private final class Hanging implements AutoCloseable {
        final Linker linker;
        final Map<Long, AutoCloseable> links = new HashMap<>();

        Hanging(Linker linker) {
            this.linker = linker;
        }

        void add(long group, Path folder) throws BpfException {
            links.put(group, linker.link(folder));
        }

        void remove(long group) {
            AutoCloseable link = links.remove(group);
            if (link != null) {
                detach(link);
            }
        }

        @Override
        public void close() {
            synchronized (CgroupPlaces.this) {
                programs.remove(this);
                links.values().forEach(CgroupPlaces::detach);
                links.clear();
            }
        }
    }

    private static void detach(AutoCloseable link) {
        try {
            link.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on only groups that {@link #see} is told of and that are wanted. */
    synchronized void narrow() {
        isRoot = false;
    }

    /**
     * Attaches a program at all places, and at those that come.
     *
     * @throws BpfException when the kernel refuses, which it is asked also where there is no place
     */
    synchronized AutoCloseable hang(Linker linker) throws BpfException {
        if (root == null) {
            throw new BpfException("no cgroup v2 hierarchy is mounted", Errno.ENOENT);
        }
        var hanging = new Hanging(linker);
        hanging.add(0, root);
        programs.add(hanging);
        if (!isRoot) {
            // The root has shown that it can be attached: one of the groups may just be removed.
            hanging.remove(0);
            chosen.values().forEach(group -> hang(hanging, group));
        }
        return hanging;
    }

    private void hang(Hanging hanging, Cgroup group) {
        if (root != null) {
            try {
                hanging.add(group.id(), folder(root, group));
            } catch (BpfException e) {
                hanging.remove(group.id()); // Removed meanwhile: nothing happens there any more.
            }
        }
    }

    private static Path folder(Path root, Cgroup group) {
        return root.resolve("." + group.path());
    }

    /**
     * A group of version 2 is there. May be told twice.
     *
     * @param isWanted whether a group is part of the target
     */
    synchronized void see(Cgroup group, Predicate<Cgroup> isWanted) {
        if (isRoot || root == null || !isWanted.test(group) || chosen.containsKey(group.id())) {
            return;
        }
        forgetRemoved(root, group.path());
        if (chosen.values().stream().anyMatch(each -> isBelow(group, each))) {
            return;
        }
        // A parent sees what its children see: both would count everything twice.
        List<Cgroup> below = chosen.values().stream().filter(each -> isBelow(each, group)).toList();
        below.forEach(this::remove);
        if (chosen.size() == MOST) {
            toRoot(root);
            return;
        }
        chosen.put(group.id(), group);
        programs.forEach(each -> hang(each, group));
    }

    private static boolean isBelow(Cgroup group, Cgroup above) {
        return above.isRoot() || group.path().startsWith(above.path() + "/");
    }

    /** Also the one whose path another group has now. */
    private void forgetRemoved(Path top, String path) {
        List<Cgroup> gone = new ArrayList<>();
        for (Cgroup each : chosen.values()) {
            if (each.path().equals(path) || !Files.isDirectory(folder(top, each))) {
                gone.add(each);
            }
        }
        gone.forEach(this::remove);
    }

    private void remove(Cgroup group) {
        chosen.remove(group.id());
        programs.forEach(each -> each.remove(group.id()));
    }

    private void toRoot(Path top) {
        List.copyOf(chosen.values()).forEach(this::remove);
        isRoot = true;
        for (Hanging each : programs) {
            try {
                each.add(0, top);
            } catch (BpfException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
