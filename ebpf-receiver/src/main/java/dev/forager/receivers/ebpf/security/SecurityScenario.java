// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.receivers.ebpf.emit.EventCounter;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.Repeats;
import dev.forager.receivers.ebpf.probe.Activation;
import dev.forager.receivers.ebpf.probe.HostFacts;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.process.ExecEvent;
import dev.forager.receivers.ebpf.process.ExecWatch;
import dev.forager.receivers.ebpf.process.ProcessRecords;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.EventScenario;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.runtime.ScenarioContext;
import dev.forager.receivers.ebpf.runtime.Target;
import dev.forager.receivers.ebpf.security.CallLayout.Call;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;

/** The scenario {@code security} of one receiver. Confined to one thread at a time. */
public final class SecurityScenario extends EventScenario {
    private static final Instrument EVENTS =
            Instrument.counter(
                    "ebpf.security.events", "{event}", "Security events that rules let through.");

    private final SecurityConfig config;
    private final ExecWatch.Settings processes;

    /**
     * The scenario.
     *
     * @param processes how processes are remembered
     */
    public SecurityScenario(SecurityConfig config, ExecWatch.Settings processes) {
        super(EVENTS);
        this.config = config;
        this.processes = processes;
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
    public List<ObjectSpec> objects(EbpfRuntime runtime) {
        return SecurityProbes.own(config).isEmpty() ? List.of() : List.of(spec(runtime.facts()));
    }

    @Override
    protected List<ProbeState> begin(ScenarioContext context, Repeats repeats, EventCounter counted)
            throws BpfException {
        EbpfRuntime runtime = context.runtime();
        ExecWatch watch = ExecWatch.follow(runtime, processes);
        onStop(() -> ExecWatch.unfollow(runtime, processes));
        var records = new ProcessRecords(context.clock(), watch.table());
        var judge = new Judge(config, runtime.cgroups(), records, repeats, counted);
        var execs = new ExecEvents(records);
        onStop(watch.then(exec -> tell(execs, exec, judge, context.target()))::close);
        List<ProbeState> states = new ArrayList<>(watch.states());
        states.addAll(activate(runtime, records, judge, context.logger()));
        return states;
    }

    private static void tell(ExecEvents execs, ExecEvent exec, Judge judge, Target target) {
        if (target.wants(exec.origin().key().pid(), exec.origin().cgroup())) {
            execs.of(exec).forEach(judge::judge);
        }
    }

    private List<ProbeState> activate(
            EbpfRuntime runtime, ProcessRecords records, Judge judge, Logger logger)
            throws BpfException {
        List<Probe> wanted = SecurityProbes.own(config);
        if (wanted.isEmpty()) {
            return List.of();
        }
        ObjectSpec spec = spec(runtime.facts());
        LoadedObject object = runtime.open(spec);
        onStop(() -> runtime.close(spec));
        SecuritySettings.write(object, config, runtime.settings().procRoot());
        var layout = new CallLayout(object.btf());
        Map<Probe, Function<Call, SecurityEvent>> meanings = meanings(new CallEvents(records));
        boolean hasTracefs = runtime.facts().hasTracefs();
        if (!hasTracefs && config.systemCalls()) {
            logger.info("No tracefs: one program sees all system calls, about 100 ns for each");
        }
        SystemCalls.write(object);
        var activation = new Activation(runtime.facts(), object);
        onStop(activation::close);
        for (Probe each : wanted) {
            Function<Call, SecurityEvent> meaning = meanings.get(each);
            if (meaning != null) {
                onStop(
                        runtime.subscribe(
                                        each.kind(),
                                        event -> judge.judge(meaning.apply(layout.read(event))))
                                ::close);
            }
            activation.activate(SecurityProbes.fitting(each, hasTracefs));
        }
        return activation.states();
    }

    /** The object as a host needs it: of both programs for system calls one is of use. */
    public static ObjectSpec spec(HostFacts facts) {
        return new ObjectSpec("sec", Map.of(), SecurityProbes.unfit(facts.hasTracefs()), null);
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
}
