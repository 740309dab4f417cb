// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlpgrpc;

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

/** Registers the exporter {@code otlp_grpc}, whose former name is {@code otlp}. Stateless. */
public final class OtlpGrpcExporterFactory implements ExporterFactory<OtlpGrpcExporterConfig> {
    @Override
    public ComponentInfo<OtlpGrpcExporterConfig> info() {
        return ComponentInfo.of("otlp_grpc", OtlpGrpcExporterConfig.class)
                .describedAs("Sends OTLP over gRPC.")
                .aliases("otlp")
                .stability(Stability.STABLE, TRACES, METRICS, LOGS)
                .stability(Stability.ALPHA, PROFILES);
    }

    @Override
    public Exporter create(OtlpGrpcExporterConfig config, ExporterSettings settings) {
        return new OtlpGrpcExporter(config.client(), settings);
    }

    @Override
    public SendingConfig sending(OtlpGrpcExporterConfig config) {
        return config.sending();
    }
}
