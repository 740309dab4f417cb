// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.probe.Attacher.Attachment;
import dev.forager.receivers.ebpf.probe.ProbeState.Status;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Errno;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Attaching, with a kernel that takes what the test says. */
class ActivationTest {
    private final Set<String> refused = new HashSet<>();
    private final List<String> attached = new ArrayList<>();

    private static final Probe PAIR =
            Probe.of("a.pair", 1, Set.of(Need.TRACING), Hook.section("one"), Hook.section("two"));
    private static final Probe TWO_WAYS =
            new Probe(
                    "a.ways",
                    2,
                    Set.of(Need.NETWORKING),
                    List.of(List.of(Hook.section("best")), List.of(Hook.section("worse"))));

    private Attachment attach(Hook hook) throws BpfException {
        if (refused.contains(hook.program())) {
            throw new BpfException("attach " + hook.program() + ": EPERM", Errno.EPERM);
        }
        attached.add(hook.program());
        return () -> attached.remove(hook.program());
    }

    private Activation activation(HostFacts facts) {
        return new Activation(facts, this::attach);
    }

    @Test
    void allHooks_makeAnActiveProbe() {
        Activation activation = activation(TestFacts.good());
        assertThat(activation.activate(PAIR)).isEqualTo(ProbeState.active(PAIR));
        assertThat(attached).containsExactly("one", "two");
        assertThat(activation.isActive(PAIR)).isTrue();
        activation.close();
        assertThat(attached).isEmpty();
    }

    @Test
    void oneHookRefused_takesTheOthersOff() {
        refused.add("two");
        Activation activation = activation(TestFacts.good());
        assertThat(activation.activate(PAIR).line())
                .startsWith("a.pair: off: attach two: EPERM (grant the capabilities it needs");
        assertThat(attached).isEmpty();
        assertThat(activation.isAnyActive()).isFalse();
    }

    @Test
    void secondWay_isADegradedProbeThatSaysWhy() {
        refused.add("best");
        Activation activation = activation(TestFacts.good());
        assertThat(activation.activate(TWO_WAYS))
                .extracting(ProbeState::status, ProbeState::reason, ProbeState::errorType)
                .containsExactly(Status.DEGRADED, "attach best: EPERM", "EPERM");
        assertThat(activation.states().getFirst().cure()).startsWith("grant the capabilities");
        assertThat(attached).containsExactly("worse");
    }

    @Test
    void aMissingNeed_isNotEvenTried() {
        Activation activation = activation(TestFacts.with(null, true, 1L << 38 | 1L << 39, "none"));
        assertThat(activation.activate(TWO_WAYS).line())
                .startsWith("a.ways: off: capability CAP_NET_ADMIN is missing (grant")
                .contains("securityContext.capabilities.add");
        assertThat(activation.activate(PAIR).status()).isEqualTo(Status.ACTIVE);
        assertThat(attached).containsExactly("one", "two");
        assertThat(activation.states())
                .extracting(ProbeState::errorType)
                .containsExactly("no_networking", "");
    }

    @Test
    void whatTheVerifierRefuses_isToldWithItsWords() {
        List<String> log = List.of("R0 invalid mem access", "-- END PROG LOAD LOG --");
        var activation =
                new Activation(
                        TestFacts.good(),
                        hook -> {
                            throw new BpfException("load one: EACCES", Errno.EACCES, log);
                        });
        ProbeState state = activation.activate(PAIR);
        assertThat(state.line())
                .startsWith(
                        "a.pair: off: load one: EACCES (another kernel, whose verifier takes it;");
        assertThat(state.log()).isEqualTo(log);
    }
}
