// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Validation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The section {@code probes.faults}. */
public record FaultsConfig(
        @Doc("Processes that end by a signal that a fault raises.") @Default("true") boolean crash,
        @Doc("Processes that the kernel kills for want of memory.") @Default("true") boolean oom,
        @Doc("How long a task waits uninterruptibly before it counts as blocked; 0s: never.")
                @Default("10s")
                Duration blockedOver,
        @Doc(
                        "How long block I/O takes before it counts as slow; 0s: never. I/O that fails is told.")
                @Default("1s")
                Duration slowIoOver,
        @Doc("Whether block I/O is watched.") @Default("true") boolean io,
        @Doc("TCP connects that were refused or timed out.") @Default("true")
                boolean connectFailures,
        @Doc("TCP connections that the other end has reset.") @Default("true") boolean resets,
        @Doc(
                        "How often a system call fails with one error in one process until that is told, such"
                                + " as 100/10s; absent: never. Costs every system call of the host about 100 ns.")
                @Nullable ErrnoBurst errnoBurst,
        @Doc("How long repeats are folded into one record; 0s: not at all.") @Default("60s")
                Duration suppressRepeats) {
    /** Checks the times. */
    public FaultsConfig {
        require("blocked_over", blockedOver);
        require("slow_io_over", slowIoOver);
        require("suppress_repeats", suppressRepeats);
    }

    private static void require(String key, Duration value) {
        Validation.require(!value.isNegative(), key, "negative (expected: 0s or more)");
    }
}
