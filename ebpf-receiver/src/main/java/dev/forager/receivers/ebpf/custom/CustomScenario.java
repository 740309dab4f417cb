// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.probe.Activation;
import dev.forager.receivers.ebpf.probe.Hook;
import dev.forager.receivers.ebpf.probe.Need;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.KernelStats.Counts;
import dev.forager.receivers.ebpf.runtime.LoadedObject;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.runtime.Scenario;
import dev.forager.receivers.ebpf.runtime.ScenarioContext;
import dev.forager.receivers.ebpf.runtime.Subscription;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Errno;
import dev.forager.receivers.ebpf.sys.KernelMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One object of the user's, of one receiver: loaded for it alone, since a ring buffer has one
 * reader. Confined to one thread at a time, but {@link #counts} is thread-safe.
 */
public final class CustomScenario implements Scenario {
    /** The first number of the range of custom programs. */
    private static final int FIRST_KIND = 128;

    /** A map that a program may have, to be told what the pipelines can take. */
    private static final String SAMPLING = "forager_sampling";

    private final CustomConfig config;
    private final int kind;
    private final List<CustomTable> tables = new ArrayList<>();
    private volatile List<CustomRing> rings = List.of();
    private List<String> iterators = List.of();
    private @Nullable EbpfRuntime runtime;
    private @Nullable LoadedObject object;
    private @Nullable Activation activation;
    private @Nullable Subscription sampling;

    /**
     * The scenario.
     *
     * @param index of the object in the receiver's list
     */
    public CustomScenario(CustomConfig config, int index) {
        this.config = config;
        kind = FIRST_KIND + index;
    }

    @Override
    public String name() {
        return "custom." + config.name();
    }

    @Override
    public List<Probe> probes() {
        List<Hook> hooks;
        try {
            hooks = CustomObject.read(config.object()).hooks(config.programs());
        } catch (InvalidConfigException e) {
            hooks = List.of(); // The file has changed since: the start says so.
        }
        Set<Need> needs = EnumSet.of(Need.LIBBPF, Need.KERNEL_BTF, Need.KERNEL_READS, Need.TRACING);
        if (hooks.stream().anyMatch(each -> each.kind() == Hook.Kind.CGROUP)) {
            needs.addAll(EnumSet.of(Need.NETWORKING, Need.CGROUP2));
        }
        return List.of(Probe.of(name(), kind, needs, hooks.toArray(Hook[]::new)));
    }

    @Override
    public Set<Signal> signals() {
        Set<Signal> made = new HashSet<>();
        if (!config.metrics().isEmpty()) {
            made.add(Signal.METRICS);
        }
        if (!config.logs().isEmpty()) {
            made.add(Signal.LOGS);
        }
        return made;
    }

    @Override
    public List<ProbeState> start(ScenarioContext context) throws BpfException {
        EbpfRuntime of = context.runtime();
        runtime = of;
        try {
            CustomObject file = CustomObject.read(config.object());
            LoadedObject loaded = of.load(new ObjectSpec(config.name(), config.object()));
            object = loaded;
            open(file, loaded, context);
            var attached = new Activation(of.facts(), loaded);
            activation = attached;
            probes().forEach(attached::activate);
            iterators =
                    file.hooks(config.programs()).stream()
                            .filter(each -> each.kind() == Hook.Kind.ITERATOR)
                            .map(Hook::program)
                            .toList();
            return attached.states();
        } catch (InvalidConfigException e) {
            stop();
            throw new BpfException(String.valueOf(e.getMessage()), Errno.EINVAL);
        } catch (BpfException e) {
            stop();
            throw e;
        }
    }

    private void open(CustomObject file, LoadedObject loaded, ScenarioContext context)
            throws BpfException {
        var names = new Names(context.runtime().settings().procRoot());
        long now = context.clock().monotonicNs();
        for (CustomMetric each : config.metrics()) {
            var layout = file.metric(each, each.name());
            tables.add(new CustomTable(each, layout, loaded.map(each.map()), names, now));
        }
        if (file.hasMap(SAMPLING)) {
            KernelMap map = loaded.map(SAMPLING);
            sampling =
                    context.runtime()
                            .pressure()
                            .follow(shift -> sample(map, shift, context.logger()));
        }
        var logs = context.logs();
        if (logs == null) {
            return;
        }
        List<CustomRing> opened = new ArrayList<>();
        for (CustomLog each : config.logs()) {
            var ring =
                    new CustomRing(
                            each,
                            file.log(each, each.eventName()),
                            loaded.ring(each.map()),
                            names,
                            context.clock(),
                            logs,
                            context.runtime().settings().maxDelay());
            opened.add(ring);
            rings = List.copyOf(opened);
            ring.start();
        }
    }

    private static void sample(KernelMap map, int shift, Logger logger) {
        try {
            map.put(new byte[4], LittleEndian.bytes(shift, 4));
        } catch (BpfException e) {
            logger.warn("Sampling could not be changed: {}", e.getMessage());
        }
    }

    @Override
    public void collect(MetricSheet sheet) throws BpfException {
        LoadedObject loaded = object;
        if (loaded == null) {
            return;
        }
        for (String each : iterators) {
            loaded.iterate(each);
        }
        for (CustomTable each : tables) {
            each.collect(sheet);
        }
    }

    /** Of the records that came by rings: what a program counts itself is a metric of its own. */
    @Override
    public @Nullable Counts counts(Probe probe) {
        if (!probe.id().equals(name())) {
            return null;
        }
        long emitted = 0;
        long lost = 0;
        for (CustomRing each : rings) {
            emitted += each.emitted();
            lost += each.malformed();
        }
        return new Counts(0, 0, emitted, lost, 0);
    }

    @Override
    public void stop() {
        Activation attached = activation;
        activation = null;
        if (attached != null) {
            attached.close();
        }
        Subscription followed = sampling;
        sampling = null;
        if (followed != null) {
            followed.close();
        }
        // What programs have sent before they were taken off is told.
        rings.forEach(CustomRing::close);
        tables.clear();
        LoadedObject loaded = object;
        object = null;
        EbpfRuntime of = runtime;
        if (loaded != null && of != null) {
            of.unload(loaded);
        }
    }
}
