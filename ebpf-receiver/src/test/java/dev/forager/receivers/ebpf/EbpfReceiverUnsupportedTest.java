// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Receiver;
import dev.forager.receivers.ebpf.kernel.Points;
import dev.forager.testkit.TestConsumers;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A host without libbpf: needs neither it nor privileges. */
class EbpfReceiverUnsupportedTest {
    private static final EbpfReceiverFactory FACTORY = new EbpfReceiverFactory();
    private static final String MESSAGE =
            "/nowhere/libbpf.so.1 not found: apt install libbpf1 / set runtime.libbpf";

    private final TestSettings settings = new TestSettings();
    private final TestHost host = new TestHost();
    private final TestConsumers next = TestConsumers.of(Signal.METRICS);

    private Receiver receiver(String yaml) {
        return FACTORY.create(
                assertThatConfig(FACTORY, yaml).binds(), settings.receiver("ebpf"), next);
    }

    @Test
    void start_goesOnAndNamesTheCure() throws Exception {
        Receiver receiver =
                receiver(
                        "{runtime: {libbpf: /nowhere/libbpf.so.1}, probes: {system: {enabled:"
                                + " false}}}");
        receiver.start(host);
        assertThat(host.statuses()).containsExactly(ComponentStatus.permanent(MESSAGE));
        assertThat(settings.log().messages())
                .containsExactly("eBPF does not work on this host: " + MESSAGE);
        receiver.stop(Duration.ofSeconds(1));
    }

    @Test
    void metricsOfTheHost_comeAllTheSame() throws Exception {
        Receiver receiver = receiver("runtime: {libbpf: /nowhere/libbpf.so.1}");
        receiver.start(host);
        assertThat(host.statuses()).containsExactly(ComponentStatus.recoverable(MESSAGE));
        receiver.stop(Duration.ofSeconds(10));
        Payload last = next.sink(Signal.METRICS).payloads().getLast();
        assertThat(Points.of(last, "system.cpu.time").all()).isNotEmpty();
        assertThat(Points.of(last, "system.memory.usage").all()).hasSize(4);
        assertThat(Points.of(last, "ebpf.probe.state").all()).isEmpty();
    }

    @Test
    void placesThatAreNotWhatTheyAreSaidToBe_areNamed() throws Exception {
        Receiver nowhere = receiver("{on_unsupported: fail, runtime: {proc_root: /nowhere}}");
        assertThatThrownBy(() -> nowhere.start(host))
                .hasMessageStartingWith("runtime.proc_root: /nowhere: no proc is there");
        nowhere.stop(Duration.ofSeconds(1));
        Receiver noTypes = receiver("{on_unsupported: fail, runtime: {btf: /etc/passwd}}");
        assertThatThrownBy(() -> noTypes.start(host))
                .hasMessageStartingWith("runtime.btf: /etc/passwd: no BTF");
        noTypes.stop(Duration.ofSeconds(1));
    }

    @Test
    void placesThatAreNotThere_areToldAtOnce() {
        Receiver receiver =
                receiver(
                        "{on_unsupported: fail, runtime: {proc_root: /no/proc, cgroup_root:"
                                + " /no/groups, btf: /no/types, libbpf: /no/libbpf.so.1}}");
        assertThatThrownBy(() -> receiver.start(host))
                .hasMessageContaining("runtime.proc_root: /no/proc: ")
                .hasMessageContaining("runtime.cgroup_root: /no/groups: no directory")
                .hasMessageContaining("runtime.btf: /no/types: not found")
                .hasMessageContaining("/no/libbpf.so.1");
        receiver.stop(Duration.ofSeconds(1));
    }

    @Test
    void metricsOfTheHostAlone_needNoKernelSide() throws Exception {
        Receiver receiver =
                receiver(
                        """
                        on_unsupported: fail
                        runtime: {libbpf: /nowhere/libbpf.so.1}
                        probes:
                          network: {enabled: false}
                          performance: {enabled: false}
                          security: {enabled: false}
                          faults: {enabled: false}
                        """);
        receiver.start(host);
        assertThat(host.statuses()).containsExactly(ComponentStatus.ok());
        receiver.stop(Duration.ofSeconds(10));
        assertThat(next.sink(Signal.METRICS).payloads()).hasSize(1);
    }

    @Test
    void start_thatMustNotGoWithout_fails() {
        Receiver receiver =
                receiver("{on_unsupported: fail, runtime: {libbpf: /nowhere/libbpf.so.1}}");
        assertThatThrownBy(() -> receiver.start(host)).hasMessage(MESSAGE);
        receiver.stop(Duration.ofSeconds(1));
    }

    @Test
    void diagnosis_namesEveryProbeAndTheCure() {
        EbpfReceiverFactory.Diagnosis found =
                EbpfReceiverFactory.diagnose(
                        assertThatConfig(FACTORY, "runtime: {libbpf: /nowhere/libbpf.so.1}")
                                .binds(),
                        Set.of(Signal.METRICS, Signal.LOGS));
        assertThat(found.isHealthy()).isFalse();
        assertThat(found.text())
                .contains("  libbpf        not found")
                .contains("effect: the receiver is off")
                .contains("  all need libbpf, kernel BTF")
                .containsPattern("network\\.flows +off +also needs CAP_NET_ADMIN, cgroup v2")
                .contains("why:  " + MESSAGE);
    }

    @Test
    void cgroupRoot_withoutVersion2_isNamed() {
        assertThat(
                        EbpfReceiverFactory.diagnose(
                                        assertThatConfig(
                                                        FACTORY,
                                                        "runtime: {cgroup_root: /nowhere,"
                                                                + " libbpf: /nowhere/x}")
                                                .binds(),
                                        Set.of(Signal.METRICS, Signal.LOGS))
                                .text())
                .contains("no cgroup v2 hierarchy is mounted")
                .contains("mount one, or set runtime.cgroup_root");
    }
}
