// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.KernelStats.Counts;
import dev.forager.receivers.ebpf.runtime.Scenario;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.util.List;

/**
 * What became of the occurrences that the probes of a receiver saw: the programs' counts, or those
 * of the scenario where the programs are the user's. Lost is also what a program missed because
 * another one of its kind ran on that CPU. Thread-safe.
 */
final class ProbeCounters {
    private final EbpfRuntime runtime;
    private final List<Scenario> scenarios;

    ProbeCounters(EbpfRuntime runtime, List<Scenario> scenarios) {
        this.runtime = runtime;
        this.scenarios = List.copyOf(scenarios);
    }

    EbpfRuntime runtime() {
        return runtime;
    }

    Counts of(Probe probe) throws BpfException {
        Counts found = null;
        for (Scenario each : scenarios) {
            Counts own = each.counts(probe);
            found = own == null ? found : own;
        }
        if (found == null) {
            found = runtime.stats().of(probe.kind());
        }
        long misses = runtime.misses(probe);
        return new Counts(
                found.filtered(),
                found.sampled(),
                found.emitted(),
                found.lost() + misses,
                found.truncated());
    }
}
