// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.catalog;

import dev.forager.exporters.prometheus.PrometheusExporterFactory;
import dev.forager.exporters.prometheusremotewrite.PrometheusRemoteWriteExporterFactory;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.receivers.prometheus.PrometheusReceiverFactory;
import dev.forager.receivers.prometheusremotewrite.PrometheusRemoteWriteReceiverFactory;
import java.util.List;

/** The components of this module, sorted by kind and id. */
public final class PrometheusCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(
                new PrometheusReceiverFactory(),
                new PrometheusRemoteWriteReceiverFactory(),
                new PrometheusExporterFactory(),
                new PrometheusRemoteWriteExporterFactory());
    }
}
