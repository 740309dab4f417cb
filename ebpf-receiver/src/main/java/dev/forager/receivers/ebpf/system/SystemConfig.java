// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;

/** The section {@code probes.system}. */
public record SystemConfig(
        @Doc("Time and utilization of each CPU by mode.") @Default("true") boolean cpu,
        @Doc("Load averages, uptime, processes created.") @Default("true") boolean load,
        @Doc("Memory by state.") @Default("true") boolean memory,
        @Doc("Swap, page faults, swapped pages.") @Default("true") boolean paging,
        @Doc("Bytes, operations and time of each disk.") @Default("true") boolean disk,
        @Doc("Space of file systems that lie on disks.") @Default("true") boolean filesystem,
        @Doc("Counters of network interfaces, those of probes.network.interfaces.") @Default("true")
                boolean network,
        @Doc("CPU, memory and disks of each container.") @Default("true") boolean container,
        @Doc("CPU, memory and page faults of each process of the target, which is their resource.")
                @Default("false")
                boolean process) {}
