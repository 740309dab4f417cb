// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.cgroup;

import org.jspecify.annotations.Nullable;

/**
 * A control group. Immutable.
 *
 * @param id the kernel's number of it: the inode of its folder
 * @param path from the root of the hierarchy; {@code /} is the root
 * @param container which it belongs to; null when to none
 */
public record Cgroup(long id, String path, @Nullable Container container) {
    /** A control group with the container that its path names. */
    public static Cgroup of(long id, String path) {
        return new Cgroup(id, path, Container.ofPath(path));
    }

    /** Whether it is the whole host. */
    public boolean isRoot() {
        return path.equals("/");
    }
}
