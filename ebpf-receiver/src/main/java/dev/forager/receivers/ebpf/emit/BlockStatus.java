// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import dev.forager.receivers.ebpf.sys.Errno;

/** How a request to a disk ended. Stateless. */
public final class BlockStatus {
    /** BLK_STS_* of include/linux/blk_types.h, by number; their meaning in one word. */
    private static final String[] NAMES = {
        "", "not_supported", "timeout", "no_space", "transport", "target", "reservation_conflict",
        "medium", "protection", "resource", "io", "requeue", "again", "device_resource",
        "zone_open_resource", "zone_active_resource", "offline", "duration_limit", "18", "invalid"
    };

    private BlockStatus() {}

    /** The value of {@code error.type}; empty when there was no error. */
    public static String errorType(int status) {
        if (status < 0) {
            return Errno.name(-status); // Until Linux 5.15.
        }
        return status < NAMES.length ? NAMES[status] : Integer.toString(status);
    }
}
