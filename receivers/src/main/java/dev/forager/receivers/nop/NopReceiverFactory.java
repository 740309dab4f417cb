// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.nop;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.Stability;

/** Registers the receiver {@code nop}. Stateless. */
public final class NopReceiverFactory implements ReceiverFactory<NopReceiverConfig> {
    @Override
    public ComponentInfo<NopReceiverConfig> info() {
        return ComponentInfo.of("nop", NopReceiverConfig.class)
                .describedAs("Receives nothing.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS)
                .stability(Stability.ALPHA, PROFILES)
                .sharedAcrossSignals();
    }

    @Override
    public Receiver create(NopReceiverConfig config, ReceiverSettings settings, Consumers next) {
        return new NopReceiver();
    }
}
