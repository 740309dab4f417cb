// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverFactory;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.Stability;
import dev.forager.receivers.prometheus.scrape.Pace;

/** Makes {@code prometheus} receivers. */
public final class PrometheusReceiverFactory implements ReceiverFactory<PrometheusReceiverConfig> {
    @Override
    public ComponentInfo<PrometheusReceiverConfig> info() {
        return ComponentInfo.of("prometheus", PrometheusReceiverConfig.class)
                .describedAs("Scrapes targets as Prometheus does.")
                .stability(Stability.BETA, Signal.METRICS);
    }

    @Override
    public Receiver create(
            PrometheusReceiverConfig config, ReceiverSettings settings, Consumers next) {
        return new PrometheusReceiver(config, settings, next, Pace.REAL);
    }
}
