// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.pdata.Signal;
import dev.forager.receivers.ebpf.emit.EventCounter;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Repeats;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scenario of single events: each is counted, and becomes a log record unless it repeats an
 * earlier one. Confined to one thread at a time.
 */
public abstract class EventScenario implements Scenario {
    /** Rings are read in milliseconds. */
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(1);

    private final Instrument instrument;

    /** What stop undoes, the last first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    private @Nullable EventCounter counter;

    /** A scenario that counts its events with {@code instrument}. */
    protected EventScenario(Instrument instrument) {
        this.instrument = instrument;
    }

    /**
     * Loads the object and attaches the probes.
     *
     * @param repeats takes the records
     * @param counted takes the counts
     */
    protected abstract List<ProbeState> begin(
            ScenarioContext context, Repeats repeats, EventCounter counted) throws BpfException;

    /** Has something undone at the stop, before what was given earlier. */
    protected final void onStop(Runnable step) {
        undo.push(step);
    }

    @Override
    public final Set<Signal> signals() {
        return Set.of(Signal.LOGS, Signal.METRICS);
    }

    @Override
    public final List<ProbeState> start(ScenarioContext context) throws BpfException {
        var counted = new EventCounter(instrument, context.clock().monotonicNs());
        counter = counted;
        var repeats = new Repeats(outlet(context.logs()), context.clock()::monotonicNs);
        onStop(repeats::close);
        repeats.start();
        try {
            List<ProbeState> states = begin(context, repeats, counted);
            onStop(() -> flush(context.runtime()));
            return states;
        } catch (BpfException e) {
            stop();
            throw e;
        }
    }

    private static Repeats.Outlet outlet(@Nullable LogOutlet logs) {
        return logs == null ? (cgroup, record) -> {} : logs::add;
    }

    /** What has happened before the stop is told. */
    private static void flush(EbpfRuntime runtime) {
        try {
            runtime.flush(FLUSH_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public final void collect(MetricSheet sheet) {
        EventCounter counted = counter;
        if (counted != null) {
            counted.collect(sheet);
        }
    }

    @Override
    public final void stop() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }
}
