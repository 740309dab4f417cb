// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.Stability;

/** Registers the receiver {@code prometheus_remote_write}. Stateless. */
public final class PrometheusRemoteWriteReceiverFactory
        implements ReceiverFactory<PrometheusRemoteWriteReceiverConfig> {
    @Override
    public ComponentInfo<PrometheusRemoteWriteReceiverConfig> info() {
        return ComponentInfo.of(
                        "prometheus_remote_write", PrometheusRemoteWriteReceiverConfig.class)
                .aliases("prometheusremotewrite")
                .describedAs("Takes metrics that Prometheus and its kin send by remote write.")
                .stability(Stability.ALPHA, Signal.METRICS);
    }

    @Override
    public Receiver create(
            PrometheusRemoteWriteReceiverConfig config, ReceiverSettings settings, Consumers next) {
        return new PrometheusRemoteWriteReceiver(config, settings, next);
    }
}
