// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.EbpfReceiverFactory;
import dev.forager.receivers.ebpf.probe.Probe;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FaultsConfigTest {
    private static final EbpfReceiverFactory FACTORY = new EbpfReceiverFactory();

    private static FaultsConfig bound(String faults) {
        return Objects.requireNonNull(
                assertThatConfig(FACTORY, "probes: {faults: {%s}}".formatted(faults))
                        .binds()
                        .probes()
                        .faults());
    }

    @Test
    void everythingIsOn_butWhatCostsEverySystemCall() {
        assertThat(FaultsProbes.of(bound("")))
                .extracting(Probe::id)
                .containsExactly(
                        "faults.crash",
                        "faults.oom_kill",
                        "faults.blocked",
                        "faults.io",
                        "faults.connect_failed",
                        "faults.connection_reset");
    }

    @Test
    void aBurst_isCountAndTime() {
        assertThat(bound("errno_burst: 100/10s").errnoBurst())
                .isEqualTo(new ErrnoBurst(100, Duration.ofSeconds(10)));
        assertThat(bound("errno_burst: 5/250ms, blocked_over: 0s").blockedOver()).isZero();
    }

    @Test
    void mistakes_areNamed() {
        assertThatConfig(FACTORY, "probes: {faults: {errno_burst: often}}")
                .failsWith("often is no count/duration such as 100/10s");
        assertThatConfig(FACTORY, "probes: {faults: {errno_burst: 5/0s}}")
                .failsWith("5/0s is no count/duration such as 100/10s");
        assertThatConfig(FACTORY, "probes: {faults: {slow_io_over: -1s}}")
                .failsWith("slow_io_over: negative (expected: 0s or more)");
    }
}
