// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.otlpjson;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConnectorFactory;
import dev.forager.pipeline.ConnectorSettings;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Stability;

/** Registers the connector {@code otlp_json}. Stateless. */
public final class OtlpJsonConnectorFactory implements ConnectorFactory<OtlpJsonConnectorConfig> {
    @Override
    public ComponentInfo<OtlpJsonConnectorConfig> info() {
        return ComponentInfo.of("otlp_json", OtlpJsonConnectorConfig.class)
                .describedAs("Reads OTLP/JSON out of the bodies of log records.")
                .aliases("otlpjson")
                .connects(Stability.ALPHA, Signal.LOGS, Signal.TRACES)
                .connects(Stability.ALPHA, Signal.LOGS, Signal.METRICS)
                .connects(Stability.ALPHA, Signal.LOGS, Signal.LOGS);
    }

    @Override
    public Connector create(
            OtlpJsonConnectorConfig config, ConnectorSettings settings, Consumers next) {
        Consumer consumer = next.required(settings);
        return new OtlpJsonConnector(settings, consumer);
    }
}
