// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import dev.forager.pdata.LogRecord;
import dev.forager.receivers.ebpf.emit.EventCounter;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.Repeats;
import dev.forager.receivers.ebpf.faults.FaultEvents.Told;
import dev.forager.receivers.ebpf.faults.FaultLayout.Fault;
import dev.forager.receivers.ebpf.probe.Activation;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.process.ExecWatch;
import dev.forager.receivers.ebpf.process.ProcessRecords;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.EventScenario;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.runtime.ScenarioContext;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.StructView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** The scenario {@code faults} of one receiver. Confined to one thread at a time. */
public final class FaultsScenario extends EventScenario {
    private static final ObjectSpec SPEC = new ObjectSpec("faults", Map.of());
    private static final Instrument EVENTS =
            Instrument.counter("ebpf.fault.events", "{event}", "Faults.");

    /** A look walks all tasks: not more often (chosen). */
    private static final Duration LEAST_PERIOD = Duration.ofMillis(250);

    private final FaultsConfig config;
    private final ExecWatch.Settings processes;

    /**
     * The scenario.
     *
     * @param processes how processes are remembered
     */
    public FaultsScenario(FaultsConfig config, ExecWatch.Settings processes) {
        super(EVENTS);
        this.config = config;
        this.processes = processes;
    }

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public List<Probe> probes() {
        return FaultsProbes.of(config);
    }

    @Override
    public List<ObjectSpec> objects(EbpfRuntime runtime) {
        return List.of(SPEC);
    }

    @Override
    protected List<ProbeState> begin(ScenarioContext context, Repeats repeats, EventCounter counted)
            throws BpfException {
        EbpfRuntime runtime = context.runtime();
        // The executable of a process that has crashed cannot be asked for any more.
        ExecWatch watch = ExecWatch.follow(runtime, processes);
        onStop(() -> ExecWatch.unfollow(runtime, processes));
        var records = new ProcessRecords(context.clock(), watch.table());
        LoadedObject object = runtime.open(SPEC);
        onStop(() -> runtime.close(SPEC));
        configure(object, context.logger());
        var activation = new Activation(runtime.facts(), object);
        onStop(activation::close);
        follow(runtime, object, records, told -> tell(told, records, repeats, counted));
        probes().forEach(activation::activate);
        if (activation.isActive(FaultsProbes.BLOCKED)) {
            look(object, context.logger());
        }
        return activation.states();
    }

    /** Joined with what another receiver has asked for: each takes what it wants of the events. */
    private void configure(LoadedObject object, Logger logger) throws BpfException {
        BtfStruct layout = object.btf().struct("fault_config");
        KernelMap map = object.map("fg_fault_config");
        StructView present = map.lookup(new byte[4]);
        long slow = config.slowIoOver().toNanos();
        long window = 0;
        long count = 0;
        if (present != null) {
            long before = present.u64(layout.offset("slow_io_ns", 8));
            slow = slow == 0 || before == 0 ? Math.max(slow, before) : Math.min(slow, before);
            window = present.u64(layout.offset("errno_window_ns", 8));
            count = present.u32(layout.offset("errno_count", 4));
        }
        ErrnoBurst burst = config.errnoBurst();
        if (burst != null && count != 0 && count != burst.count()) {
            logger.warn(
                    "errno_burst: another ebpf receiver has asked for {} failures: that holds",
                    count);
        } else if (burst != null) {
            window = burst.within().toNanos();
            count = burst.count();
        }
        map.put(
                new byte[4],
                layout.bytes()
                        .put("slow_io_ns", slow)
                        .put("errno_window_ns", window)
                        .put("errno_count", count)
                        .toArray());
    }

    /** Not what was slow for another receiver only. */
    private boolean isWanted(Fault io) {
        long limit = config.slowIoOver().toNanos();
        return io.value(2) != 0 || (limit != 0 && io.value(0) >= limit);
    }

    private void follow(
            EbpfRuntime runtime, LoadedObject object, ProcessRecords records, Consumer<Told> then)
            throws BpfException {
        var layout = new FaultLayout(object.btf());
        var events = new FaultEvents(records);
        var blocked =
                new BlockedTasks(
                        config.blockedOver(),
                        period(),
                        (task, since) -> then.accept(events.blocked(task, since)));
        Map<Probe, Consumer<Fault>> meanings =
                Map.of(
                        FaultsProbes.CRASH, fault -> then.accept(events.crash(fault)),
                        FaultsProbes.OOM, fault -> then.accept(events.oomKill(fault)),
                        FaultsProbes.BLOCKED, blocked::see,
                        FaultsProbes.IO,
                                fault -> {
                                    if (isWanted(fault)) {
                                        then.accept(events.io(fault));
                                    }
                                },
                        FaultsProbes.CONNECT, fault -> then.accept(events.connectFailed(fault)),
                        FaultsProbes.RESET, fault -> then.accept(events.reset(fault)),
                        FaultsProbes.ERRNO, fault -> then.accept(events.errnoBurst(fault)));
        for (Probe each : probes()) {
            Consumer<Fault> meaning = meanings.get(each);
            if (meaning != null) {
                var subscription =
                        runtime.subscribe(each.kind(), event -> meaning.accept(layout.read(event)));
                onStop(subscription::close);
            }
        }
    }

    private Duration period() {
        Duration quarter = config.blockedOver().dividedBy(4);
        return quarter.compareTo(LEAST_PERIOD) < 0 ? LEAST_PERIOD : quarter;
    }

    /**
     * Looks for blocked tasks at intervals, on a platform thread: system calls hold their carrier.
     */
    private void look(LoadedObject object, Logger logger) {
        var executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("ebpf-blocked").daemon().factory());
        onStop(executor::close);
        onStop(executor::shutdownNow);
        long nanos = period().toNanos();
        var _ =
                executor.scheduleAtFixedRate(
                        () -> {
                            try {
                                object.iterate(FaultsProbes.BLOCKED_TASKS);
                            } catch (BpfException e) {
                                logger.debug("Tasks could not be walked: {}", e.getMessage());
                            }
                        },
                        nanos,
                        nanos,
                        TimeUnit.NANOSECONDS);
    }

    private void tell(Told told, ProcessRecords records, Repeats repeats, EventCounter counted) {
        long cgroup = told.origin().cgroup();
        counted.count(cgroup, Map.of("ebpf.fault.type", told.kind().word()));
        LogRecord record =
                records.record(
                        "ebpf.fault." + told.kind().word(),
                        told.kind().severity(),
                        told.kind().word() + ": " + told.detail(),
                        told.origin().monotonicNs(),
                        told.attributes());
        repeats.add(
                List.of(
                        told.kind(),
                        cgroup,
                        String.valueOf(told.attributes().get("process.executable.path")),
                        told.origin().comm(),
                        told.repeat()),
                config.suppressRepeats(),
                cgroup,
                record);
    }
}
