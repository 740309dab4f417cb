// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.benchmarks.ebpf;

import dev.forager.receivers.ebpf.probe.HostFacts;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.RuntimeSettings;
import dev.forager.receivers.ebpf.selection.TargetConfig;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.LibBpf;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.helpers.NOPLogger;

/** The kernel side without any receiver. Stateless. */
final class BareRuntime {
    private static final Path PROC = Path.of("/proc");
    private static final Path SYS = Path.of("/sys");
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private BareRuntime() {}

    static EbpfRuntime acquire() throws BpfException {
        return EbpfRuntime.acquire(
                LibBpf.load(null),
                HostFacts.read(PROC, SYS, CGROUPS, null, null),
                new RuntimeSettings(
                        null,
                        null,
                        CGROUPS,
                        PROC,
                        SYS,
                        1 << 20,
                        1 << 23,
                        0.25,
                        Duration.ofMillis(100),
                        20_000,
                        2000,
                        true,
                        TargetConfig.all()),
                NOPLogger.NOP_LOGGER);
    }
}
