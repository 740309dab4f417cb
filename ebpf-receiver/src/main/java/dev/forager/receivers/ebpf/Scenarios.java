// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.pdata.Signal;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.LimitsConfig;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.ProbesConfig;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.custom.CustomScenario;
import dev.forager.receivers.ebpf.faults.FaultsScenario;
import dev.forager.receivers.ebpf.network.NetworkConfig;
import dev.forager.receivers.ebpf.network.NetworkScenario;
import dev.forager.receivers.ebpf.performance.PerformanceScenario;
import dev.forager.receivers.ebpf.process.ArgumentPolicy;
import dev.forager.receivers.ebpf.process.ExecWatch;
import dev.forager.receivers.ebpf.runtime.HostReader;
import dev.forager.receivers.ebpf.runtime.Scenario;
import dev.forager.receivers.ebpf.runtime.Target;
import dev.forager.receivers.ebpf.security.SecurityConfig;
import dev.forager.receivers.ebpf.security.SecurityScenario;
import dev.forager.receivers.ebpf.system.SystemConfig;
import dev.forager.receivers.ebpf.system.SystemReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The scenarios that a configuration asks for: the one place that knows all of them. */
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> of(EbpfReceiverConfig config) {
        ProbesConfig probes = config.probes();
        LimitsConfig limits = config.limits();
        List<Scenario> wanted = new ArrayList<>();
        if (probes.network() != null) {
            wanted.add(
                    new NetworkScenario(
                            probes.network(),
                            limits.maxFlows(),
                            limits.maxConnections(),
                            !hasHostNetwork(probes)));
        }
        if (probes.performance() != null) {
            wanted.add(new PerformanceScenario(probes.performance()));
        }
        if (probes.security() != null) {
            wanted.add(new SecurityScenario(probes.security(), processes(config)));
        }
        if (probes.faults() != null) {
            wanted.add(new FaultsScenario(probes.faults(), processes(config)));
        }
        for (int i = 0; i < config.custom().size(); i++) {
            wanted.add(new CustomScenario(config.custom().get(i), i));
        }
        return wanted;
    }

    /** Those of the scenarios that make something which a pipeline takes. */
    static List<Scenario> taken(List<Scenario> scenarios, Predicate<Signal> isTaken) {
        return scenarios.stream()
                .filter(each -> each.signals().stream().anyMatch(isTaken))
                .toList();
    }

    /** How processes are remembered: once for all, and no argument that security keeps back. */
    static ExecWatch.Settings processes(EbpfReceiverConfig config) {
        SecurityConfig security = config.probes().security();
        return new ExecWatch.Settings(
                security == null ? ArgumentPolicy.REDACTED : security.arguments(),
                config.limits().maxProcesses());
    }

    private static boolean hasHostNetwork(ProbesConfig probes) {
        return probes.system() != null && probes.system().network();
    }

    /** What needs no programs. */
    static List<HostReader> readers(
            EbpfReceiverConfig config, HostSetup setup, CgroupTable cgroups, Target target) {
        SystemConfig system = config.probes().system();
        if (system == null) {
            return List.of();
        }
        NetworkConfig network = config.probes().network();
        var at = setup.settings();
        var places =
                new SystemReader.Places(
                        at.procRoot(),
                        at.sysRoot(),
                        at.cgroupRoot(),
                        setup.facts().cgroups(),
                        network == null ? List.of() : network.interfaces(),
                        config.limits().maxProcesses());
        return List.of(new SystemReader(system, places, cgroups, target));
    }
}
