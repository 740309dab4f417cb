// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.pdata.Signal;
import dev.forager.receivers.ebpf.probe.Condition;
import dev.forager.receivers.ebpf.probe.HostFacts;
import dev.forager.receivers.ebpf.probe.Need;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.probe.ProbeState.Status;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.receivers.ebpf.runtime.Scenario;
import dev.forager.receivers.ebpf.runtime.ScenarioContext;
import dev.forager.receivers.ebpf.runtime.Target;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/**
 * Examines this host: which probes work, what each needs, why it does not and the cure. Probes are
 * attached for that and taken off again. Confined to one thread.
 */
final class Doctor {
    private static final Set<Need> COMMON = EnumSet.range(Need.LIBBPF, Need.TRACING);
    private static final Logger SILENT = NOPLogger.NOP_LOGGER;

    private final EbpfReceiverConfig config;
    private final Set<Signal> signals;
    private final HostSetup setup;
    private final StringBuilder text = new StringBuilder();

    /**
     * An examination.
     *
     * @param signals that pipelines take: what makes none of them is not loaded
     */
    Doctor(EbpfReceiverConfig config, Set<Signal> signals) {
        this.config = config;
        this.signals = Set.copyOf(signals);
        setup = HostSetup.of(config);
    }

    EbpfReceiverFactory.Diagnosis examine() {
        List<ProbeState> states = new ArrayList<>();
        String ofAll = "";
        List<Scenario> scenarios = Scenarios.taken(Scenarios.of(config), signals::contains);
        try {
            setup.requirePaths(true);
            attach(setup.acquire(SILENT), scenarios, states);
        } catch (BpfException e) {
            ofAll = e.getMessage();
            states.clear();
            for (Scenario scenario : scenarios) {
                for (Probe each : scenario.probes()) {
                    states.add(ProbeState.untried(each));
                }
            }
        }
        describeHost();
        describeConditions();
        describeProbes(states, ofAll);
        boolean isHealthy = states.stream().noneMatch(each -> each.status() == Status.OFF);
        return new EbpfReceiverFactory.Diagnosis(text.toString(), isHealthy);
    }

    private static void attach(
            EbpfRuntime runtime, List<Scenario> scenarios, List<ProbeState> states)
            throws BpfException {
        try {
            for (Scenario each : scenarios) {
                states.addAll(attach(each, runtime));
            }
        } finally {
            runtime.release();
        }
    }

    private static List<ProbeState> attach(Scenario scenario, EbpfRuntime runtime)
            throws BpfException {
        try {
            var clock = new KernelClock(InstantSource.system());
            return scenario.start(new ScenarioContext(runtime, clock, null, Target.ALL, SILENT));
        } finally {
            scenario.stop();
        }
    }

    private void describeHost() {
        HostFacts facts = setup.facts();
        text.append("Host\n");
        line("kernel", facts.kernelRelease());
        line("libbpf", setup.library() == null ? "not found" : setup.library().version());
        line("BTF", facts.hasBtf() ? "yes" : "no");
        line("lockdown", facts.lockdown().isEmpty() ? "unknown" : facts.lockdown());
        line(
                "cgroups",
                facts.cgroups().layout().name().toLowerCase(Locale.ROOT)
                        + (facts.cgroups().v2() == null ? "" : ", v2 at " + facts.cgroups().v2()));
        line("capabilities", "0x%x".formatted(facts.capabilities()));
    }

    private void line(String name, String value) {
        text.append("  %-14s%s%n".formatted(name, value));
    }

    private void describeConditions() {
        List<Condition> found = Condition.of(setup.facts());
        text.append("\nConditions\n");
        if (found.isEmpty()) {
            text.append("  none: this host allows everything\n");
        }
        for (Condition each : found) {
            text.append("  %s%n".formatted(each.message()));
            text.append("    effect: %s%n    cure:   %s%n".formatted(each.effect(), each.cure()));
        }
    }

    /**
     * @param ofAll why none works; empty where each has a reason of its own
     */
    private void describeProbes(List<ProbeState> states, String ofAll) {
        text.append("\nProbes: %s%n".formatted(ProbeState.summary(states)));
        text.append("  all need %s%n".formatted(texts(COMMON)));
        if (!ofAll.isEmpty()) {
            text.append("    why:  %s%n".formatted(ofAll));
        }
        int widest = states.stream().mapToInt(each -> each.probe().id().length()).max().orElse(1);
        String row = "  %-" + widest + "s  %-8s  %s";
        for (ProbeState each : states) {
            String line = row.formatted(each.probe().id(), each.status().text(), further(each));
            text.append(line.stripTrailing()).append('\n');
            if (!each.reason().isEmpty()) {
                text.append("    why:  %s%n".formatted(each.reason()));
            }
            if (!each.cure().isEmpty()) {
                text.append("    cure: %s%n".formatted(each.cure()));
            }
        }
    }

    /** What it needs beside what all need. */
    private static String further(ProbeState state) {
        Set<Need> needs = EnumSet.copyOf(state.probe().needs());
        needs.removeAll(COMMON);
        return needs.isEmpty() ? "" : "also needs " + texts(needs);
    }

    private static String texts(Set<Need> needs) {
        return needs.stream().sorted().map(Need::text).collect(Collectors.joining(", "));
    }
}
