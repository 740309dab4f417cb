// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors;

import dev.forager.connectors.count.CountConnectorFactory;
import dev.forager.connectors.exceptions.ExceptionsConnectorFactory;
import dev.forager.connectors.failover.FailoverConnectorFactory;
import dev.forager.connectors.forward.ForwardConnectorFactory;
import dev.forager.connectors.otlpjson.OtlpJsonConnectorFactory;
import dev.forager.connectors.roundrobin.RoundRobinConnectorFactory;
import dev.forager.connectors.routing.RoutingConnectorFactory;
import dev.forager.connectors.servicegraph.ServiceGraphConnectorFactory;
import dev.forager.connectors.signaltometrics.SignalToMetricsConnectorFactory;
import dev.forager.connectors.spanmetrics.SpanMetricsConnectorFactory;
import dev.forager.connectors.sum.SumConnectorFactory;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import java.util.List;

/** The connectors of this module, sorted by id. */
public final class ConnectorCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(
                new CountConnectorFactory(),
                new ExceptionsConnectorFactory(),
                new FailoverConnectorFactory(),
                new ForwardConnectorFactory(),
                new OtlpJsonConnectorFactory(),
                new RoundRobinConnectorFactory(),
                new RoutingConnectorFactory(),
                new ServiceGraphConnectorFactory(),
                new SignalToMetricsConnectorFactory(),
                new SpanMetricsConnectorFactory(),
                new SumConnectorFactory());
    }
}
