// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.Stability;

/** Registers the exporter {@code otlp_http}, whose former name is {@code otlphttp}. Stateless. */
public final class OtlpHttpExporterFactory implements ExporterFactory<OtlpHttpExporterConfig> {
    @Override
    public ComponentInfo<OtlpHttpExporterConfig> info() {
        return ComponentInfo.of("otlp_http", OtlpHttpExporterConfig.class)
                .describedAs("Sends OTLP over HTTP, in protobuf or JSON.")
                .aliases("otlphttp")
                .stability(Stability.STABLE, TRACES, METRICS, LOGS)
                .stability(Stability.ALPHA, PROFILES);
    }

    @Override
    public Exporter create(OtlpHttpExporterConfig config, ExporterSettings settings) {
        return new OtlpHttpExporter(config, settings);
    }

    @Override
    public SendingConfig sending(OtlpHttpExporterConfig config) {
        return config.sending();
    }
}
