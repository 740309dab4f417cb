// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.Connector;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.Host;
import java.time.Duration;

/**
 * A connector as the end of a sending queue sees it: pipelines behind it are the destination.
 * Thread-safe.
 */
record ConnectorExporter(Connector connector) implements Exporter {
    @Override
    public void start(Host host) throws Exception {
        connector.start(host);
    }

    @Override
    public long export(Payload payload, Context context) throws ConsumeException {
        connector.consume(payload.open(), context);
        return 0;
    }

    @Override
    public void stop(Duration limit) {
        connector.stop(limit);
    }
}
