// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

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

/** Registers the receiver {@code otlp}. Stateless. */
public final class OtlpReceiverFactory implements ReceiverFactory<OtlpReceiverConfig> {
    @Override
    public ComponentInfo<OtlpReceiverConfig> info() {
        return ComponentInfo.of("otlp", OtlpReceiverConfig.class)
                .describedAs("Receives OTLP over gRPC and HTTP.")
                .stability(Stability.STABLE, TRACES, METRICS, LOGS)
                .stability(Stability.ALPHA, PROFILES)
                .sharedAcrossSignals();
    }

    @Override
    public Receiver create(OtlpReceiverConfig config, ReceiverSettings settings, Consumers next) {
        return new OtlpReceiver(config.protocols(), settings, next);
    }
}
