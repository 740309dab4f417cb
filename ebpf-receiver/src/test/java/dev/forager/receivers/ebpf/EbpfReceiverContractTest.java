// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.LimitsConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.OnUnsupported;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.ProbesConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.RingBufferConfig;
import dev.forager.receivers.ebpf.performance.PerformanceConfig;
import dev.forager.receivers.ebpf.selection.TargetConfig;
import dev.forager.receivers.ebpf.system.SystemConfig;
import dev.forager.testkit.ReceiverContract;
import java.time.Duration;
import java.util.List;

/** Holds with and without privileges: where the kernel allows nothing, the receiver just runs. */
class EbpfReceiverContractTest extends ReceiverContract<EbpfReceiverConfig> {
    @Override
    protected EbpfReceiverFactory factory() {
        return new EbpfReceiverFactory();
    }

    @Override
    protected EbpfReceiverConfig config() {
        return new EbpfReceiverConfig(
                OnUnsupported.DEGRADE,
                Duration.ofSeconds(1),
                new RingBufferConfig(
                        new ByteSize(1 << 20), new ByteSize(1 << 20), 0.25, Duration.ofMillis(100)),
                new LimitsConfig(20_000, 2000, true, 1024, 1024, 1024),
                DefaultScenarios.runtime(),
                TargetConfig.all(),
                new ProbesConfig(
                        DefaultScenarios.network(),
                        new PerformanceConfig(true, true, true, true, false, false, null),
                        DefaultScenarios.security(),
                        new SystemConfig(true, true, true, true, true, true, true, true, false),
                        DefaultScenarios.faults()),
                List.of());
    }

    @Override
    protected String yaml() {
        return """
        collection_interval: 1s
        ring_buffer: {bulk_size: 1MiB}
        limits: {max_flows: 1024, max_connections: 1024, max_processes: 1024}
        probes: {network: {flow_attributes: [direction]}, security: {files: [/etc/shadow]}}
        """;
    }
}
