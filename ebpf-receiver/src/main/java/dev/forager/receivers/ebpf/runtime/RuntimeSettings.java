// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the kernel side is set up; the first receiver that starts decides. Immutable.
 *
 * @param libbpf the library; null for the system's
 * @param btf the kernel's type information; null for its own
 * @param cgroupRoot where cgroups are mounted
 * @param procRoot where proc is mounted
 * @param sysRoot where sysfs is mounted
 * @param criticalBytes size of the ring whose events are never sampled
 * @param bulkBytes size of the other ring
 * @param wakeupFraction how full a ring is when its reader is woken
 * @param maxDelay when its reader looks at the latest
 * @param eventsPerSecond bulk events of the node; 0 is no limit
 * @param cgroupEventsPerSecond bulk events of each control group; 0 is no limit
 * @param adaptiveSampling whether refusals of pipelines lower the share of events that go out
 * @param target what is observed, equal where it is the same
 */
public record RuntimeSettings(
        @Nullable Path libbpf,
        @Nullable Path btf,
        Path cgroupRoot,
        Path procRoot,
        Path sysRoot,
        long criticalBytes,
        long bulkBytes,
        double wakeupFraction,
        Duration maxDelay,
        int eventsPerSecond,
        int cgroupEventsPerSecond,
        boolean adaptiveSampling,
        Record target) {
    /** The file with the kernel's type information. */
    Path kernelBtf() {
        return btf == null ? sysRoot.resolve("kernel/btf/vmlinux") : btf;
    }
}
