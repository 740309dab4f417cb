// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.performance;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.Validation;
import dev.forager.receivers.ebpf.emit.NearestWord;
import dev.forager.receivers.ebpf.emit.SyscallNames;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The section {@code probes.performance}. */
public record PerformanceConfig(
        @Doc("How long tasks that could run waited for a CPU.") @Default("true") boolean runQueue,
        @Doc("How often tasks left their CPU.") @Default("true") boolean contextSwitches,
        @Doc("Duration and bytes of reads and writes at the disks.") @Default("true")
                boolean blockIo,
        @Doc("Page faults by the mode of the CPU.") @Default("true") boolean pageFaults,
        @Doc("How long tasks waited for locks of the kernel.") @Default("false")
                boolean lockContention,
        @Doc("How long softirqs took.") @Default("false") boolean softirq,
        @Doc(
                        "Duration and errors of system calls. Absent: off, since it makes every system call"
                                + " of the host slower, wanted or not.")
                @Nullable SyscallsConfig syscalls) {
    /** The section {@code syscalls}. */
    public record SyscallsConfig(
            @Doc("System calls that are measured; empty: all.") @Default("[]") Set<String> names,
            @Doc(
                            "Series of durations, and of errors, that are told apart; those that come after"
                                    + " are one series.")
                    @Default("8192")
                    @Min(64)
                    @Max(262_144)
                    int maxSeries) {
        /** Checks the names. */
        public SyscallsConfig {
            Set<String> known = names.isEmpty() ? Set.of() : SyscallNames.known();
            Validation.requireEach(
                    List.copyOf(names), "names", (name, at) -> checkName(name, at, known));
            names = Set.copyOf(names);
        }

        private static void checkName(String name, String at, Set<String> known) {
            Validation.require(
                    known.contains(name),
                    at,
                    "%s%s (expected: a system call of 64-bit Linux such as openat)"
                            .formatted(name, NearestWord.hint(name, known)));
        }
    }
}
