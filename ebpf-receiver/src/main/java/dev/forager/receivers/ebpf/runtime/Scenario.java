// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.pdata.Signal;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.runtime.KernelStats.Counts;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A group of probes with one object, as one receiver has it configured. {@link #start} once, then
 * {@link #collect} at every interval, then {@link #stop}; all on one thread at a time.
 */
public interface Scenario {
    /** The key of its section in {@code probes}. */
    String name();

    /** Everything that it would observe as it is configured, whether or not this host allows it. */
    List<Probe> probes();

    /**
     * The objects that it opens when it starts, so that those of all scenarios can be loaded at the
     * same time.
     */
    default List<ObjectSpec> objects(EbpfRuntime runtime) {
        return List.of();
    }

    /** What it makes: it is not started when no pipeline takes any of it. */
    Set<Signal> signals();

    /**
     * Loads its object and attaches its probes.
     *
     * @return what became of each probe
     * @throws BpfException when nothing of it can be loaded
     */
    List<ProbeState> start(ScenarioContext context) throws BpfException;

    /** Adds what it has counted so far. Nothing by itself: scenarios of events only have none. */
    default void collect(MetricSheet sheet) throws BpfException {}

    /** What it has counted itself of a probe; null where the programs count in the kernel. */
    default @Nullable Counts counts(Probe probe) {
        return null;
    }

    /** Takes its probes off and gives its object back; also after a failed start, and twice. */
    void stop();
}
