// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.receivers.ebpf.EbpfReceiverConfig.RuntimeConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.SyscallHook;
import dev.forager.receivers.ebpf.faults.FaultsConfig;
import dev.forager.receivers.ebpf.network.FlowAttribute;
import dev.forager.receivers.ebpf.network.NetworkConfig;
import dev.forager.receivers.ebpf.process.ArgumentPolicy;
import dev.forager.receivers.ebpf.security.RuleItem;
import dev.forager.receivers.ebpf.security.SecurityConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Scenarios with the settings that they have where nothing is said. */
public final class DefaultScenarios {
    private DefaultScenarios() {}

    /** Network, with directions alone. */
    public static NetworkConfig network() {
        return new NetworkConfig(
                true, Set.of(FlowAttribute.DIRECTION), true, true, true, true, List.of());
    }

    /** Security, with one file. */
    public static SecurityConfig security() {
        return new SecurityConfig(
                List.of(new RuleItem.Shipped("default")),
                SecurityConfig.Exec.ALL,
                ArgumentPolicy.REDACTED,
                List.of("/etc/shadow"),
                SecurityConfig.Connect.EXTERNAL,
                true,
                Duration.ofMinutes(1));
    }

    /** Faults. */
    public static FaultsConfig faults() {
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

    /** Where the host's interfaces are. */
    public static RuntimeConfig runtime() {
        return new RuntimeConfig(
                null,
                null,
                Path.of("/sys/fs/cgroup"),
                Path.of("/proc"),
                Path.of("/var/log/pods"),
                SyscallHook.AUTO);
    }
}
