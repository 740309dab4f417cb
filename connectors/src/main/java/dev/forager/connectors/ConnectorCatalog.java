// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors;

import dev.forager.connectors.forward.ForwardConnectorFactory;
import dev.forager.connectors.spanmetrics.SpanMetricsConnectorFactory;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import java.util.List;

/** The connectors of this module, sorted by id. */
public final class ConnectorCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(new ForwardConnectorFactory(), new SpanMetricsConnectorFactory());
    }
}
