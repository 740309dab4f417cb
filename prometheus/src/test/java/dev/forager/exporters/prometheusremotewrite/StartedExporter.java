// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.config.RecordBinder;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Exporter;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;

/** Exporters that run. Stateless. */
final class StartedExporter {
    private StartedExporter() {}

    static Exporter of(PrometheusRemoteWriteExporterConfig config, TestSettings settings)
            throws Exception {
        Exporter exporter =
                new PrometheusRemoteWriteExporterFactory()
                        .create(
                                config,
                                settings.exporter("prometheus_remote_write", Signal.METRICS));
        exporter.start(new TestHost());
        return exporter;
    }

    /** One that sends to {@code url}, with more keys. */
    static Exporter to(String url, String more, TestSettings settings) throws Exception {
        return of(
                RecordBinder.read(
                        "{endpoint: \"%s\", %s}".formatted(url, more),
                        PrometheusRemoteWriteExporterConfig.class),
                settings);
    }
}
