// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.receivers.ebpf.DefaultScenarios;
import dev.forager.receivers.ebpf.EbpfReceiverConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.LimitsConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.OnUnsupported;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.ProbesConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.RingBufferConfig;
import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.receivers.ebpf.performance.PerformanceConfig;
import dev.forager.receivers.ebpf.selection.TargetConfig;
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
                DefaultScenarios.runtime(),
                TargetConfig.all(),
                new ProbesConfig(
                        DefaultScenarios.network(),
                        performance(),
                        DefaultScenarios.security(),
                        null,
                        DefaultScenarios.faults()),
                List.of());
    }

    private static PerformanceConfig performance() {
        return new PerformanceConfig(true, true, true, true, true, true, null);
    }
}
