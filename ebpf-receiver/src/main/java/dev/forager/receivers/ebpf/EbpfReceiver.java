// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.receivers.ebpf.EbpfReceiverConfig.OnUnsupported;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.cgroup.PodNames;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.probe.ProbeState.Status;
import dev.forager.receivers.ebpf.process.ExecWatch;
import dev.forager.receivers.ebpf.runtime.Backpressure;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.EventScenario;
import dev.forager.receivers.ebpf.runtime.HostReader;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.receivers.ebpf.runtime.LogOutlet;
import dev.forager.receivers.ebpf.runtime.Scenario;
import dev.forager.receivers.ebpf.runtime.ScenarioContext;
import dev.forager.receivers.ebpf.runtime.Subscription;
import dev.forager.receivers.ebpf.runtime.Target;
import dev.forager.receivers.ebpf.selection.TargetWatch;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Starts the scenarios of a configuration, collects from them and says which probes work. What this
 * host does not allow is logged with the cure, and the pipeline runs without it.
 *
 * <p>Thread-safe as every component: start and stop come from the engine.
 */
final class EbpfReceiver implements Receiver {
    /** Rings are read in milliseconds. */
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);

    private final EbpfReceiverConfig config;
    private final ReceiverSettings settings;
    private final Consumers next;
    private final List<Scenario> scenarios;
    private final Logger logger;
    private final KernelClock clock;
    private final List<Scenario> running = new ArrayList<>();
    private @Nullable EbpfRuntime runtime;
    private @Nullable TargetWatch target;
    private @Nullable Subscription services;
    private @Nullable LogOutlet logs;
    private @Nullable Collection collection;
    private @Nullable SelfTelemetry telemetry;

    EbpfReceiver(
            EbpfReceiverConfig config,
            ReceiverSettings settings,
            Consumers next,
            List<Scenario> scenarios) {
        this.config = config;
        this.settings = settings;
        this.next = next;
        this.scenarios = scenarios;
        logger = settings.logger();
        clock = new KernelClock(settings.clock());
    }

    @Override
    public synchronized void start(Host host) throws BpfException {
        HostSetup setup = HostSetup.of(config);
        CgroupTable cgroups = EbpfRuntime.table(setup.facts());
        var pods = new PodNames(config.runtime().podLogs(), System::nanoTime);
        String problem = "";
        try {
            setup.requirePaths(!scenarios.isEmpty());
            EbpfRuntime acquired = scenarios.isEmpty() ? null : setup.acquire(logger);
            runtime = acquired;
            if (acquired != null) {
                cgroups = acquired.cgroups();
                target =
                        TargetWatch.acquire(
                                acquired,
                                config.target(),
                                pods,
                                Scenarios.processes(config),
                                logger);
            }
        } catch (BpfException e) {
            problem = e.getMessage();
        }
        var resources = new Resources(cgroups, setup.settings().procRoot(), pods);
        Consumer toMetrics = next.forSignal(Signal.METRICS);
        List<HostReader> readers =
                toMetrics == null
                        ? List.of()
                        : Scenarios.readers(config, setup, cgroups, observed());
        SelfMetrics self = null;
        if (problem.isEmpty()) {
            List<ProbeState> states = new ArrayList<>();
            self = runtime == null ? null : begin(runtime, resources, states);
            report(states, host);
        } else {
            unsupported(problem, !readers.isEmpty(), host);
        }
        if (toMetrics != null && (runtime != null || !readers.isEmpty())) {
            collection =
                    new Collection(
                            running,
                            readers,
                            settings,
                            clock,
                            self,
                            resources,
                            pressure(),
                            toMetrics);
            collection.every(config.collectionInterval());
        }
    }

    private SelfMetrics begin(EbpfRuntime acquired, Resources resources, List<ProbeState> states) {
        String version = settings.build().version();
        Consumer toLogs = next.forSignal(Signal.LOGS);
        logs =
                toLogs == null
                        ? null
                        : new LogOutlet(resources, version, toLogs, acquired.pressure(), logger);
        List<Scenario> wanted = Scenarios.taken(scenarios, this::isTaken);
        acquired.prepare(wanted.stream().flatMap(each -> each.objects(acquired).stream()).toList());
        followServices(acquired, resources, wanted);
        wanted.forEach(each -> states.addAll(start(each, acquired)));
        acquired.tidy();
        var counters = new ProbeCounters(acquired, running);
        telemetry = new SelfTelemetry(settings, counters, states);
        return new SelfMetrics(counters, clock, states, logs);
    }

    /**
     * Services are named by what they execute as they do, where execs are followed anyway; else by
     * what proc says when their name is asked for.
     */
    private void followServices(EbpfRuntime acquired, Resources resources, List<Scenario> wanted) {
        if (wanted.stream().noneMatch(EventScenario.class::isInstance)) {
            return;
        }
        ExecWatch.Settings processes = Scenarios.processes(config);
        try {
            Subscription execs = ExecWatch.follow(acquired, processes).then(resources::executed);
            services =
                    () -> {
                        execs.close();
                        ExecWatch.unfollow(acquired, processes);
                    };
        } catch (BpfException e) {
            logger.debug("Execs cannot be followed: {}", e.getMessage());
        }
    }

    private boolean isTaken(Signal signal) {
        return next.forSignal(signal) != null;
    }

    /** A scenario that cannot be loaded at all is off; the others go on. */
    private List<ProbeState> start(Scenario scenario, EbpfRuntime acquired) {
        try {
            List<ProbeState> states =
                    scenario.start(new ScenarioContext(acquired, clock, logs, observed(), logger));
            running.add(scenario);
            return states;
        } catch (BpfException e) {
            return scenario.probes().stream()
                    .map(each -> ProbeState.refused(each, Status.OFF, e, ""))
                    .toList();
        }
    }

    /** That of the kernel side; where there is none, one that nobody follows. */
    private Backpressure pressure() {
        return runtime == null ? new Backpressure(System::nanoTime) : runtime.pressure();
    }

    private Target observed() {
        return target == null ? Target.ALL : target;
    }

    private void unsupported(String problem, boolean hasReaders, Host host) throws BpfException {
        if (config.onUnsupported() == OnUnsupported.FAIL) {
            stop(Duration.ZERO);
            throw new BpfException(problem, 0);
        }
        logger.warn("eBPF does not work on this host: {}", problem);
        host.report(
                hasReaders
                        ? ComponentStatus.recoverable(problem)
                        : ComponentStatus.permanent(problem));
    }

    private void report(List<ProbeState> states, Host host) throws BpfException {
        List<String> missing = new ArrayList<>();
        for (ProbeState each : states) {
            switch (each.status()) {
                case ACTIVE -> logger.debug("Probe {}", each.line());
                case DEGRADED -> logger.info("Probe {}", each.line());
                case OFF -> {
                    logger.warn("Probe {}", each.line());
                    tellLog(each);
                    missing.add(each.line());
                }
            }
        }
        if (!missing.isEmpty() && config.onUnsupported() == OnUnsupported.FAIL) {
            stop(Duration.ZERO);
            throw new BpfException(
                    "%s (on_unsupported is fail)".formatted(String.join("; ", missing)), 0);
        }
        logger.info("eBPF probes: {}", ProbeState.summary(states));
        if (missing.isEmpty()) {
            host.report(ComponentStatus.ok());
        } else {
            host.report(ComponentStatus.recoverable(String.join("; ", missing)));
        }
    }

    private void tellLog(ProbeState state) {
        if (!state.log().isEmpty()) {
            logger.debug("Probe {}: {}", state.probe().id(), String.join("\n", state.log()));
        }
    }

    @Override
    public synchronized void stop(Duration limit) {
        if (telemetry != null) {
            telemetry.close();
            telemetry = null;
        }
        flush();
        if (collection != null) {
            collection.stop(limit);
            collection = null;
        }
        running.forEach(Scenario::stop);
        running.clear();
        if (services != null) {
            services.close();
            services = null;
        }
        if (logs != null) {
            logs.stop(limit);
            logs = null;
        }
        if (runtime != null) {
            if (target != null) {
                TargetWatch.release(runtime, config.target());
                target = null;
            }
            runtime.release();
            runtime = null;
        }
    }

    /** Events that have happened reach their scenarios before the last collection. */
    private void flush() {
        try {
            if (runtime != null) {
                runtime.flush(FLUSH_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
