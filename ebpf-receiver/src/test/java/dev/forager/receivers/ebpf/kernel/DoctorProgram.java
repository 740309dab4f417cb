// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.receivers.ebpf.EbpfReceiverConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.LimitsConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.OnUnsupported;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.ProbesConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.RingBufferConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.RuntimeConfig;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.receivers.ebpf.network.FlowAttribute;
import dev.forager.receivers.ebpf.network.NetworkConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Prints what the doctor finds, in a process that has fewer capabilities. */
final class DoctorProgram {
    private DoctorProgram() {}

    /** No arguments. */
    public static void main(String[] arguments) {
        System.out.print(EbpfReceiverFactory.diagnose(config()).text());
    }

    private static EbpfReceiverConfig config() {
        var network =
                new NetworkConfig(
                        true, Set.of(FlowAttribute.DIRECTION), true, true, true, true, List.of());
        return new EbpfReceiverConfig(
                OnUnsupported.DEGRADE,
                Duration.ofSeconds(1),
                new RingBufferConfig(
                        new ByteSize(1 << 16), new ByteSize(1 << 16), 0.25, Duration.ofMillis(50)),
                new LimitsConfig(0, 0, 1024, 1024, 1024),
                new RuntimeConfig(null, null, Path.of("/sys/fs/cgroup"), Path.of("/proc")),
                new ProbesConfig(network, null, null, null, null),
                List.of());
    }
}
