// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pdata.Signal;
import dev.forager.receivers.ebpf.emit.EventCounter;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Repeats;
import dev.forager.receivers.ebpf.probe.Activation;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.process.ExecEvent;
import dev.forager.receivers.ebpf.process.ExecWatch;
import dev.forager.receivers.ebpf.process.ProcessRecords;
import dev.forager.receivers.ebpf.process.ProcessTable;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.LogOutlet;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.runtime.Scenario;
import dev.forager.receivers.ebpf.runtime.ScenarioContext;
import dev.forager.receivers.ebpf.security.CallLayout.Call;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The scenario {@code security} of one receiver. Confined to one thread at a time. */
public final class SecurityScenario implements Scenario {
    private static final ObjectSpec SPEC = new ObjectSpec("sec", Map.of());
    private static final Instrument EVENTS =
            Instrument.counter(
                    "ebpf.security.events", "{event}", "Security events that rules let through.");

    /** Rings are read in milliseconds. */
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);

    private final SecurityConfig config;
    private final int maxProcesses;

    /** What stop undoes, the last first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    private @Nullable EventCounter counter;

    /**
     * The scenario.
     *
     * @param maxProcesses processes whose executable and arguments are remembered
     */
    public SecurityScenario(SecurityConfig config, int maxProcesses) {
        this.config = config;
        this.maxProcesses = maxProcesses;
    }

    @Override
    public String name() {
        return "security";
    }

    @Override
    public List<Probe> probes() {
        return SecurityProbes.of(config);
    }

    @Override
    public Set<Signal> signals() {
        return Set.of(Signal.LOGS, Signal.METRICS);
    }

    @Override
    public List<ProbeState> start(ScenarioContext context) throws BpfException {
        try {
            return begin(context);
        } catch (BpfException e) {
            stop();
            throw e;
        }
    }

    private List<ProbeState> begin(ScenarioContext context) throws BpfException {
        EbpfRuntime runtime = context.runtime();
        var proc = runtime.settings().procRoot();
        var table = new ProcessTable(maxProcesses, config.arguments());
        var records = new ProcessRecords(context.clock(), table, proc);
        var counted = new EventCounter(EVENTS, context.clock().monotonicNs());
        counter = counted;
        var repeats = new Repeats(outlet(context.logs()), context.clock()::monotonicNs);
        undo.push(repeats::close);
        repeats.start();
        var judge = new Judge(config, runtime.cgroups(), records, repeats, counted);
        var execs = new ExecEvents(records);
        var watch =
                new ExecWatch(runtime, table, config.arguments(), exec -> tell(execs, exec, judge));
        undo.push(watch::close);
        List<ProbeState> states = new ArrayList<>(watch.states());
        states.addAll(activate(runtime, records, judge, context.logger()));
        undo.push(() -> flush(runtime));
        return states;
    }

    /** What has happened before the stop is told. */
    private static void flush(EbpfRuntime runtime) {
        try {
            runtime.flush(FLUSH_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Repeats.Outlet outlet(@Nullable LogOutlet logs) {
        return logs == null ? (cgroup, record) -> {} : logs::add;
    }

    private static void tell(ExecEvents execs, ExecEvent exec, Judge judge) {
        execs.of(exec).forEach(judge::judge);
    }

    private List<ProbeState> activate(
            EbpfRuntime runtime, ProcessRecords records, Judge judge, Logger logger)
            throws BpfException {
        List<Probe> wanted = SecurityProbes.own(config);
        if (wanted.isEmpty()) {
            return List.of();
        }
        LoadedObject object = runtime.open(SPEC);
        undo.push(() -> runtime.close(SPEC));
        SecuritySettings.write(object, config, runtime.settings().procRoot());
        var layout = new CallLayout(object.btf());
        Map<Probe, Function<Call, SecurityEvent>> meanings = meanings(new CallEvents(records));
        boolean hasTracefs = runtime.facts().hasTracefs();
        if (!hasTracefs && config.systemCalls()) {
            logger.info("No tracefs: one program sees all system calls, about 80 ns for each");
            SystemCalls.write(object);
        }
        var activation = new Activation(runtime.facts(), object);
        undo.push(activation::close);
        for (Probe each : wanted) {
            Function<Call, SecurityEvent> meaning = meanings.get(each);
            if (meaning != null) {
                undo.push(
                        runtime.subscribe(
                                        each.kind(),
                                        event -> judge.judge(meaning.apply(layout.read(event))))
                                ::close);
            }
            activation.activate(SecurityProbes.fitting(each, hasTracefs));
        }
        return activation.states();
    }

    private static Map<Probe, Function<Call, SecurityEvent>> meanings(CallEvents events) {
        return Map.of(
                SecurityProbes.PRIVILEGE, events::privilege,
                SecurityProbes.PTRACE, events::ptrace,
                SecurityProbes.MODULE, events::module,
                SecurityProbes.BPF, events::bpf,
                SecurityProbes.MOUNT, events::mount,
                SecurityProbes.NAMESPACE, events::namespace,
                SecurityProbes.FILES, events::file,
                SecurityProbes.CONNECT, events::connect);
    }

    @Override
    public void collect(MetricSheet sheet) {
        EventCounter counted = counter;
        if (counted != null) {
            counted.collect(sheet);
        }
    }

    @Override
    public void stop() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
