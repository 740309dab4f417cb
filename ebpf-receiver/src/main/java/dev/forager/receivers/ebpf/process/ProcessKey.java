// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

/**
 * Names a process for good: pids come again, but not within the same hundredth of a second.
 * Immutable.
 *
 * @param pid as the host numbers it
 * @param startTicks hundredths of a second from boot to its start, as {@code /proc} tells it too
 */
public record ProcessKey(int pid, long startTicks) {
    private static final long NANOS_OF_TICK = 10_000_000;

    /** Of a start in ns since boot. */
    public static ProcessKey of(int pid, long startNanos) {
        return new ProcessKey(pid, startNanos / NANOS_OF_TICK);
    }
}
