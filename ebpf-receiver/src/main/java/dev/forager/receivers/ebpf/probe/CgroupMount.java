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
 */
public record CgroupMount(Layout layout, @Nullable Path v2) {
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
     * Finds the v2 hierarchy at or below {@code root} among the lines of {@code /proc/self/mounts}.
     */
    static CgroupMount find(List<String> mounts, Path root) {
        for (String line : mounts) {
            String[] words = line.split(" ");
            if (words.length > 2 && words[2].equals("cgroup2")) {
                Path at = Path.of(words[1].replace("\\040", " "));
                if (at.equals(root)) {
                    return new CgroupMount(Layout.V2, at);
                }
                if (at.startsWith(root)) {
                    return new CgroupMount(Layout.HYBRID, at);
                }
            }
        }
        return new CgroupMount(Layout.V1, null);
    }
}
