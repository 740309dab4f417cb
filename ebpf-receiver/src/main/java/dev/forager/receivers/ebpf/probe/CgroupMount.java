// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How control groups are mounted. Immutable.
 *
 * @param layout which versions there are
 * @param v2 root of the v2 hierarchy; null where there is none
 * @param v1 the hierarchy of version 1 that tells containers apart; null where version 2 does
 */
public record CgroupMount(Layout layout, @Nullable Path v2, @Nullable V1 v1) {
    /** Controllers by which runtimes keep containers apart, the usual first. */
    private static final List<String> CONTROLLERS = List.of("memory", "cpuacct", "pids");

    /** Without a hierarchy of version 1. */
    public CgroupMount(Layout layout, @Nullable Path v2) {
        this(layout, v2, null);
    }

    /** The versions that hold controllers. */
    public enum Layout {
        /** One hierarchy, version 2. */
        V2,
        /** Controllers in version 1, and a version 2 hierarchy beside them. */
        HYBRID,
        /** Version 1 only. */
        V1
    }

    /**
     * A hierarchy of version 1. Immutable.
     *
     * @param controller whose it is
     * @param path where it is mounted
     * @param hierarchy the kernel's number of it
     */
    public record V1(String controller, Path path, int hierarchy) {}

    /**
     * Finds the hierarchies at or below {@code root}.
     *
     * @param mounts lines of {@code /proc/self/mounts}
     * @param controllers lines of {@code /proc/cgroups}
     */
    static CgroupMount find(List<String> mounts, List<String> controllers, Path root) {
        for (String line : mounts) {
            String[] words = line.split(" ");
            if (words.length > 2 && words[2].equals("cgroup2")) {
                Path at = Path.of(words[1].replace("\\040", " "));
                if (at.equals(root)) {
                    return new CgroupMount(Layout.V2, at);
                }
                if (at.startsWith(root)) {
                    return new CgroupMount(Layout.HYBRID, at, v1(mounts, controllers, root));
                }
            }
        }
        return new CgroupMount(Layout.V1, null, v1(mounts, controllers, root));
    }

    private static @Nullable V1 v1(List<String> mounts, List<String> controllers, Path root) {
        for (String controller : CONTROLLERS) {
            Path at = mountOf(controller, mounts, root);
            int hierarchy = hierarchyOf(controller, controllers);
            if (at != null && hierarchy > 0) {
                return new V1(controller, at, hierarchy);
            }
        }
        return null;
    }

    private static @Nullable Path mountOf(String controller, List<String> mounts, Path root) {
        for (String line : mounts) {
            String[] words = line.split(" ");
            if (words.length > 3
                    && words[2].equals("cgroup")
                    && List.of(words[3].split(",")).contains(controller)) {
                Path at = Path.of(words[1].replace("\\040", " "));
                if (at.startsWith(root)) {
                    return at;
                }
            }
        }
        return null;
    }

    private static int hierarchyOf(String controller, List<String> lines) {
        for (String line : lines) {
            String[] words = line.split("\\s+");
            if (words.length > 1 && words[0].equals(controller)) {
                try {
                    return Integer.parseInt(words[1]);
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 0;
    }
}
