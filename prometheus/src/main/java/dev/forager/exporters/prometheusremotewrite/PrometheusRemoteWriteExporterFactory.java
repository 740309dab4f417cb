// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.Stability;

/** Registers the exporter {@code prometheus_remote_write}. Stateless. */
public final class PrometheusRemoteWriteExporterFactory
        implements ExporterFactory<PrometheusRemoteWriteExporterConfig> {
    @Override
    public ComponentInfo<PrometheusRemoteWriteExporterConfig> info() {
        return ComponentInfo.of(
                        "prometheus_remote_write", PrometheusRemoteWriteExporterConfig.class)
                .describedAs("Sends metrics to Prometheus and its kin by remote write.")
                .aliases("prometheusremotewrite")
                .stability(Stability.BETA, Signal.METRICS);
    }

    @Override
    public Exporter create(PrometheusRemoteWriteExporterConfig config, ExporterSettings settings) {
        FormerKeys.warn(config, settings.logger());
        return new PrometheusRemoteWriteExporter(config, settings, System::nanoTime);
    }

    @Override
    public SendingConfig sending(PrometheusRemoteWriteExporterConfig config) {
        return config.sending();
    }
}
