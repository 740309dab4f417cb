// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.Stability;
import java.util.Set;

/** Registers the receiver {@code ebpf}. Stateless. */
public final class EbpfReceiverFactory implements ReceiverFactory<EbpfReceiverConfig> {
    @Override
    public ComponentInfo<EbpfReceiverConfig> info() {
        return ComponentInfo.of("ebpf", EbpfReceiverConfig.class)
                .describedAs("Observes the host from inside the kernel, with eBPF programs.")
                .stability(Stability.ALPHA, METRICS, LOGS)
                .sharedAcrossSignals();
    }

    /**
     * What an examination of this host found.
     *
     * @param text for a terminal: host, conditions with their cures, every probe with its state
     * @param isHealthy whether every probe works
     */
    public record Diagnosis(String text, boolean isHealthy) {}

    /**
     * Attaches every probe of a configuration, takes it off again, and says what came of it.
     *
     * @param signals that pipelines take from the receiver: what makes none of them is not loaded
     */
    public static Diagnosis diagnose(EbpfReceiverConfig config, Set<Signal> signals) {
        return new Doctor(config, signals).examine();
    }

    @Override
    public Receiver create(EbpfReceiverConfig config, ReceiverSettings settings, Consumers next) {
        return new EbpfReceiver(config, settings, next, Scenarios.of(config));
    }
}
