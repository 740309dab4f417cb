// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import dev.forager.pipeline.ReceiverSettings;
import dev.forager.receivers.ebpf.probe.Probe;
import dev.forager.receivers.ebpf.probe.ProbeState;
import dev.forager.receivers.ebpf.probe.ProbeState.Status;
import dev.forager.receivers.ebpf.runtime.EbpfRuntime;
import dev.forager.receivers.ebpf.runtime.KernelStats.Counts;
import dev.forager.receivers.ebpf.sys.BpfException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;

/**
 * Which probes work and what they lost, among the metrics of the collector itself: they are there
 * also when the receiver feeds logs only. Read from the kernel when the metrics are. Thread-safe.
 */
final class SelfTelemetry implements AutoCloseable {
    private static final AttributeKey<String> RECEIVER = AttributeKey.stringKey("receiver");
    private static final AttributeKey<String> PROBE = AttributeKey.stringKey("probe");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("state");

    private final String receiver;
    private final ProbeCounters counters;
    private final EbpfRuntime runtime;
    private final List<ProbeState> states;
    private final List<AutoCloseable> instruments;
    private boolean isClosed;

    SelfTelemetry(ReceiverSettings settings, ProbeCounters counters, List<ProbeState> states) {
        receiver = settings.id().toString();
        this.counters = counters;
        runtime = counters.runtime();
        this.states = List.copyOf(states);
        instruments =
                List.of(
                        settings.meter()
                                .gaugeBuilder("forager_ebpf_probe_state")
                                .ofLongs()
                                .setDescription("1 for the state that a probe is in.")
                                .buildWithCallback(this::states),
                        settings.meter()
                                .counterBuilder("forager_ebpf_events")
                                .setUnit("{event}")
                                .setDescription("What became of the occurrences that a probe saw.")
                                .buildWithCallback(this::events));
    }

    private void states(ObservableLongMeasurement to) {
        for (ProbeState each : states) {
            to.record(
                    1,
                    Attributes.of(
                            RECEIVER,
                            receiver,
                            PROBE,
                            each.probe().id(),
                            STATE,
                            each.status().text()));
        }
    }

    /** Not after close: the maps are gone then. */
    private synchronized void events(ObservableLongMeasurement to) {
        if (isClosed) {
            return;
        }
        for (ProbeState each : states) {
            if (each.status() != Status.OFF) {
                events(each.probe(), to);
            }
        }
        record(to, "runtime.rings", "lost", runtime.missedEvents());
        record(to, "runtime.rings", "malformed", runtime.malformedEvents());
    }

    private void events(Probe probe, ObservableLongMeasurement to) {
        try {
            Counts counts = counters.of(probe);
            record(to, probe.id(), "emitted", counts.emitted());
            record(to, probe.id(), "filtered", counts.filtered());
            record(to, probe.id(), "sampled", counts.sampled());
            record(to, probe.id(), "lost", counts.lost());
            record(to, probe.id(), "truncated", counts.truncated());
        } catch (BpfException e) {
            // The kernel does not tell now; the next reading asks again.
        }
    }

    private void record(ObservableLongMeasurement to, String probe, String outcome, long count) {
        to.record(count, Attributes.of(RECEIVER, receiver, PROBE, probe, OUTCOME, outcome));
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        for (AutoCloseable each : instruments) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IllegalStateException("an instrument cannot be closed", e);
            }
        }
    }
}
