// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.Stability;

/** Registers the exporter {@code prometheus}. Stateless. */
public final class PrometheusExporterFactory implements ExporterFactory<PrometheusExporterConfig> {
    @Override
    public ComponentInfo<PrometheusExporterConfig> info() {
        return ComponentInfo.of("prometheus", PrometheusExporterConfig.class)
                .describedAs("Serves metrics on a page that Prometheus scrapes.")
                .exclusive()
                .stability(Stability.BETA, Signal.METRICS);
    }

    @Override
    public Exporter create(PrometheusExporterConfig config, ExporterSettings settings) {
        config.check(settings.gates());
        config.resourceToTelemetryConversion().warn(settings.logger());
        return new PrometheusExporter(config, settings, System::nanoTime);
    }

    @Override
    public SendingConfig sending(PrometheusExporterConfig config) {
        return config.sending();
    }
}
