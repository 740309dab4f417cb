// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.EbpfReceiverConfig.OnUnsupported;
import dev.forager.receivers.ebpf.network.FlowAttribute;
import dev.forager.receivers.ebpf.network.NetworkConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EbpfReceiverConfigTest {
    private static final EbpfReceiverFactory FACTORY = new EbpfReceiverFactory();

    @Test
    void nothing_isEverything() {
        EbpfReceiverConfig config = assertThatConfig(FACTORY, "{}").binds();
        assertThat(config.onUnsupported()).isEqualTo(OnUnsupported.DEGRADE);
        assertThat(config.collectionInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.ringBuffer().bulkSize().bytes()).isEqualTo(8 << 20);
        assertThat(config.runtime().cgroupRoot()).isEqualTo(Path.of("/sys/fs/cgroup"));
        assertThat(config.runtime().libbpf()).isNull();
        NetworkConfig network = Objects.requireNonNull(config.probes().network());
        assertThat(network.flows()).isTrue();
        assertThat(network.flowAttributes())
                .containsExactlyInAnyOrder(
                        FlowAttribute.DIRECTION,
                        FlowAttribute.TRANSPORT,
                        FlowAttribute.PEER_SCOPE,
                        FlowAttribute.SERVER_PORT);
    }

    @Test
    void keys_areRead() {
        EbpfReceiverConfig config =
                assertThatConfig(
                                FACTORY,
                                """
                                on_unsupported: fail
                                collection_interval: 1m
                                ring_buffer: {bulk_size: 1MiB, wakeup_fraction: 0.5}
                                runtime: {libbpf: /opt/libbpf.so.1}
                                probes:
                                  network: {dns: false, flow_attributes: [peer_address], interfaces: [eth0]}
                                """)
                        .binds();
        assertThat(config.onUnsupported()).isEqualTo(OnUnsupported.FAIL);
        assertThat(config.ringBuffer().wakeupFraction()).isEqualTo(0.5);
        assertThat(config.runtime().libbpf()).isEqualTo(Path.of("/opt/libbpf.so.1"));
        NetworkConfig network = Objects.requireNonNull(config.probes().network());
        assertThat(network.dns()).isFalse();
        assertThat(network.flowAttributes()).containsExactly(FlowAttribute.PEER_ADDRESS);
    }

    @Test
    void aScenario_isSwitchedOff() {
        assertThat(
                        assertThatConfig(FACTORY, "probes: {network: {enabled: false}}")
                                .binds()
                                .probes()
                                .network())
                .isNull();
    }

    @Test
    void mistakes_areToldAtOnce_inEachSection() {
        assertThatConfig(
                        FACTORY,
                        """
                        ring_buffer: {critical_size: 1, bulk_size: 3MiB, wakeup_fraction: 2, max_delay: 0s}
                        target:
                          include: {pids: [-1], comms: ["", éééééééé], cgroups: [x], containers: [xyz], ports: [0]}
                          exclude: {executables: [""]}
                        probes:
                          performance: {syscalls: {names: [read, opennat, wryte]}}
                          security:
                            files: [etc/shadow]
                            suppress_repeats: -3s
                          faults: {blocked_over: -1s, slow_io_over: -1s, suppress_repeats: -1s}
                        """)
                .failsWith(
                        "ring_buffer::critical_size: 1 bytes",
                        "ring_buffer::bulk_size: 3145728 bytes",
                        "ring_buffer::wakeup_fraction: 2.0 (expected: 0 to 1)",
                        "ring_buffer::max_delay: out of range (expected: 1ms to 10s)",
                        "include::pids[0]: -1",
                        "include::comms[0]:  (expected: 1 to 15 bytes)",
                        "include::comms[1]: éééééééé",
                        "include::cgroups[0]: x",
                        "include::containers[0]: xyz",
                        "include::ports[0]: 0",
                        "exclude::executables[0]",
                        "names[1]: opennat (did you mean \"openat\"?)",
                        "names[2]: wryte (did you mean \"write\"?)",
                        "security::files[0]: \"etc/shadow\"",
                        "security::suppress_repeats: negative (expected: 0s or more)",
                        "faults::blocked_over: negative",
                        "faults::slow_io_over: negative",
                        "faults::suppress_repeats: negative");
        assertThatConfig(
                        FACTORY,
                        """
                        collection_interval: 0s
                        probes:
                          network: {interfaces: [eth0, "", a b]}
                          security:
                            rules:
                              - {name: " ", match: {event: [exec, exce], proces.pid: 1}, suppress: -1s}
                              - {name: nc, technique: T1059, match: {event: exec}}
                              - {name: nc, technique: T1059.4, match: {event: exec}}
                        """)
                .failsWith(
                        "collection_interval: too short",
                        "interfaces[1]: \"\" (expected: 1 to 15",
                        "interfaces[2]: \"a b\"",
                        "rules[0]::name: empty",
                        "match::event[1]: unknown event \"exce\"",
                        "match::proces.pid: unknown key",
                        "rules[0]::suppress: negative",
                        "rules[2]::name: nc (expected: a name of its own)",
                        "rules[2]::technique: \"T1059.4\" (expected: a technique");
    }

    @Test
    void mistakes_areNamed() {
        assertThatConfig(
                        FACTORY,
                        """
                        collection_interval: 1ms
                        """)
                .failsWith("collection_interval: too short (expected: at least 100ms)");
        assertThatConfig(
                        FACTORY,
                        """
                        ring_buffer: {bulk_size: 1000000}
                        limits: {max_flows: 1}
                        probes: {network: {flow_attributes: [colour]}, tracing: {}}
                        """)
                .failsWith(
                        "bulk_size: 1000000 bytes (expected: a power of two from 64KiB to 1GiB)",
                        "max_flows",
                        "flow_attributes",
                        "tracing");
    }
}
