// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.SeverityNumber;
import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.probe.ProbeState.Status;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.receivers.ebpf.runtime.KernelStats.Counts;
import dev.forager.receivers.ebpf.runtime.LogOutlet;
import dev.forager.receivers.ebpf.sys.BpfException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the receiver tells of itself: which probes work, and what became of every occurrence that
 * they saw. The counts are the kernel's, so they are those of all receivers of the process.
 * Confined to one thread.
 */
final class SelfMetrics {
    private static final Instrument EVENTS =
            Instrument.counter(
                    "ebpf.events", "{event}", "What became of the occurrences that a probe saw.");
    private static final Instrument STATE =
            Instrument.gauge("ebpf.probe.state", "1", "1 for the state that a probe is in.");
    private static final Instrument SAMPLING =
            Instrument.gauge(
                    "ebpf.sampling.ratio",
                    "1",
                    "Share of the events that may be left out which leaves the kernel.");
    private static final String PROBE = "ebpf.probe";
    private static final String OUTCOME = "ebpf.outcome";

    private final ProbeCounters counters;
    private final EbpfRuntime runtime;
    private final KernelClock clock;
    private final List<ProbeState> states;
    private final @Nullable LogOutlet logs;
    private long missedBefore;
    private long checkedNs;

    SelfMetrics(
            ProbeCounters counters,
            KernelClock clock,
            List<ProbeState> states,
            @Nullable LogOutlet logs) {
        this.counters = counters;
        runtime = counters.runtime();
        this.clock = clock;
        this.states = List.copyOf(states);
        this.logs = logs;
        missedBefore = runtime.missedEvents();
        checkedNs = clock.monotonicNs();
    }

    void collect(MetricSheet sheet) throws BpfException {
        for (ProbeState each : states) {
            var to =
                    sheet.gauge(Resources.HOST, STATE, 1)
                            .attributes()
                            .put(PROBE, each.probe().id())
                            .put("ebpf.probe.state", each.status().text());
            if (!each.errorType().isEmpty()) {
                to.put("error.type", each.errorType());
            }
            if (each.status() != Status.OFF) {
                collect(each.probe(), counters.of(each.probe()), sheet);
            }
        }
        outcome("runtime.rings", "malformed", runtime.malformedEvents(), sheet);
        outcome("runtime.rings", "lost", runtime.missedEvents(), sheet);
        if (logs != null) {
            outcome("runtime.logs", "lost", logs.dropped(), sheet);
        }
        sheet.gauge(Resources.HOST, SAMPLING, 0).asDouble(1.0 / (1 << runtime.pressure().shift()));
        tellLoss();
    }

    private void collect(Probe of, Counts counts, MetricSheet sheet) {
        String probe = of.id();
        outcome(probe, "emitted", counts.emitted(), sheet);
        outcome(probe, "lost", counts.lost(), sheet);
        if (counts.filtered() > 0) {
            outcome(probe, "filtered", counts.filtered(), sheet);
        }
        if (counts.sampled() > 0) {
            outcome(probe, "sampled", counts.sampled(), sheet);
        }
        if (counts.truncated() > 0) {
            outcome(probe, "truncated", counts.truncated(), sheet);
        }
    }

    private void outcome(String probe, String outcome, long count, MetricSheet sheet) {
        sheet.sum(Resources.HOST, EVENTS, runtime.startedNs(), count)
                .attributes()
                .put(PROBE, probe)
                .put(OUTCOME, outcome);
    }

    /**
     * A record names the interval in which events were lost: there something may have been unseen.
     */
    private void tellLoss() {
        long missed = runtime.missedEvents();
        long now = clock.monotonicNs();
        if (missed > missedBefore && logs != null) {
            LogRecord record = new LogRecord();
            record.timeUnixNano(clock.unixNanos())
                    .observedTimeUnixNano(clock.unixNanos())
                    .severityNumber(SeverityNumber.WARN)
                    .severityText("WARN")
                    .eventName("ebpf.events.lost")
                    .body(Value.of("Events of the kernel were lost"));
            record.attributes()
                    .put("ebpf.events.lost", missed - missedBefore)
                    .put("ebpf.interval.start", clock.unixNanos(checkedNs))
                    .put("ebpf.interval.end", clock.unixNanos(now));
            logs.add(Resources.HOST, record);
        }
        missedBefore = missed;
        checkedNs = now;
    }
}
