// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.performance;

import dev.forager.pdata.Signal;
import dev.forager.receivers.ebpf.emit.DiskNames;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.performance.PerformanceConfig.SyscallsConfig;
import dev.forager.receivers.ebpf.probe.Activation;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.runtime.Scenario;
import dev.forager.receivers.ebpf.runtime.ScenarioContext;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scenario {@code performance} of one receiver: one object for the scheduler, disks and memory,
 * another for system calls, each loaded when asked for. Confined to one thread at a time.
 */
public final class PerformanceScenario implements Scenario {
    private static final ObjectSpec SPEC = new ObjectSpec("perf", Map.of());

    /** Bits of {@code fg_perf_wanted}. */
    private static final int WANT_RUN_QUEUE = 1;

    private static final int WANT_SWITCHES = 2;

    private final PerformanceConfig config;
    private final List<Part> parts = new ArrayList<>();

    /** An object with its attached probes and its reader. */
    private record Part(
            EbpfRuntime runtime, ObjectSpec spec, Activation activation, Reader reader) {
        void close() {
            activation.close();
            runtime.close(spec);
        }
    }

    /** Writes what the maps of an object hold. */
    private interface Reader {
        void collect(MetricSheet sheet) throws BpfException;
    }

    /** Makes the reader of a loaded object. */
    private interface ReaderFactory {
        Reader of(LoadedObject object, Activation activation) throws BpfException;
    }

    /** The scenario. */
    public PerformanceScenario(PerformanceConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "performance";
    }

    @Override
    public List<Probe> probes() {
        List<Probe> all = new ArrayList<>(PerformanceProbes.of(config));
        if (config.syscalls() != null) {
            all.add(PerformanceProbes.SYSCALLS);
        }
        return all;
    }

    @Override
    public Set<Signal> signals() {
        return Set.of(Signal.METRICS);
    }

    private static ObjectSpec spec(SyscallsConfig calls) {
        long series = calls.maxSeries();
        return new ObjectSpec("calls", Map.of("fg_calls_time", series, "fg_calls_error", series));
    }

    @Override
    public List<ObjectSpec> objects(EbpfRuntime runtime) {
        List<ObjectSpec> wanted = new ArrayList<>();
        if (!PerformanceProbes.of(config).isEmpty()) {
            wanted.add(SPEC);
        }
        if (config.syscalls() != null) {
            wanted.add(spec(config.syscalls()));
        }
        return wanted;
    }

    @Override
    public List<ProbeState> start(ScenarioContext context) throws BpfException {
        EbpfRuntime runtime = context.runtime();
        List<ProbeState> states = new ArrayList<>();
        try {
            List<Probe> probes = PerformanceProbes.of(config);
            if (!probes.isEmpty()) {
                states.addAll(open(runtime, SPEC, probes, tables(runtime)));
            }
            var calls = config.syscalls();
            if (calls != null) {
                ReaderFactory reader = (object, _) -> new SyscallTables(object, calls)::collect;
                states.addAll(
                        open(runtime, spec(calls), List.of(PerformanceProbes.SYSCALLS), reader));
            }
            return states;
        } catch (BpfException e) {
            stop();
            throw e;
        }
    }

    private ReaderFactory tables(EbpfRuntime runtime) {
        var disks = new DiskNames(runtime.settings().procRoot());
        return (object, activation) -> {
            configure(object);
            return new PerfTables(object, activation, disks)::collect;
        };
    }

    /** Knobs are joined with those of another receiver that uses the same programs. */
    private void configure(LoadedObject object) throws BpfException {
        var map = object.map("fg_perf_wanted");
        var present = map.lookup(new byte[4]);
        long wanted = present == null ? 0 : present.u32(0);
        wanted |= config.runQueue() ? WANT_RUN_QUEUE : 0;
        wanted |= config.contextSwitches() ? WANT_SWITCHES : 0;
        map.put(new byte[4], LittleEndian.bytes(wanted, 4));
    }

    private List<ProbeState> open(
            EbpfRuntime runtime, ObjectSpec spec, List<Probe> probes, ReaderFactory reader)
            throws BpfException {
        LoadedObject object = runtime.open(spec);
        var activation = new Activation(runtime.facts(), object);
        try {
            parts.add(new Part(runtime, spec, activation, reader.of(object, activation)));
        } catch (BpfException e) {
            runtime.close(spec);
            throw e;
        }
        probes.forEach(activation::activate);
        return activation.states();
    }

    @Override
    public void collect(MetricSheet sheet) throws BpfException {
        for (Part each : parts) {
            each.reader.collect(sheet);
        }
    }

    @Override
    public void stop() {
        parts.forEach(Part::close);
        parts.clear();
    }
}
