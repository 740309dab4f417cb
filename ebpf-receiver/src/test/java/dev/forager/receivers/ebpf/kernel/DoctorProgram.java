// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.receivers.ebpf.EbpfReceiverConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.LimitsConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.OnUnsupported;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.ProbesConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.RingBufferConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.RuntimeConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.SyscallHook;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.receivers.ebpf.faults.FaultsConfig;
import dev.forager.receivers.ebpf.network.FlowAttribute;
import dev.forager.receivers.ebpf.network.NetworkConfig;
import dev.forager.receivers.ebpf.performance.PerformanceConfig;
import dev.forager.receivers.ebpf.process.ArgumentPolicy;
import dev.forager.receivers.ebpf.security.RuleItem;
import dev.forager.receivers.ebpf.security.SecurityConfig;
import dev.forager.receivers.ebpf.selection.TargetConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Prints what the doctor finds, in a process that has fewer capabilities. */
final class DoctorProgram {
    private DoctorProgram() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        System.out.print(
                EbpfReceiverFactory.diagnose(config(), Set.of(Signal.METRICS, Signal.LOGS)).text());
    }

    private static EbpfReceiverConfig config() {
        return new EbpfReceiverConfig(
                OnUnsupported.DEGRADE,
                Duration.ofSeconds(1),
                new RingBufferConfig(
                        new ByteSize(1 << 16), new ByteSize(1 << 16), 0.25, Duration.ofMillis(50)),
                new LimitsConfig(0, 0, true, 1024, 1024, 1024),
                new RuntimeConfig(
                        null,
                        null,
                        Path.of("/sys/fs/cgroup"),
                        Path.of("/proc"),
                        Path.of("/var/log/pods"),
                        SyscallHook.AUTO),
                TargetConfig.all(),
                new ProbesConfig(network(), performance(), security(), null, faults()),
                List.of());
    }

    private static NetworkConfig network() {
        return new NetworkConfig(
                true, Set.of(FlowAttribute.DIRECTION), true, true, true, true, List.of());
    }

    private static PerformanceConfig performance() {
        return new PerformanceConfig(true, true, true, true, true, true, null);
    }

    private static SecurityConfig security() {
        return new SecurityConfig(
                List.of(new RuleItem.Shipped("default")),
                SecurityConfig.Exec.ALL,
                ArgumentPolicy.REDACTED,
                List.of("/etc/shadow"),
                SecurityConfig.Connect.EXTERNAL,
                true,
                Duration.ofMinutes(1));
    }

    private static FaultsConfig faults() {
        return new FaultsConfig(
                true,
                true,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                true,
                true,
                true,
                null,
                Duration.ofMinutes(1));
    }
}
