// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.nop;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Stability;

/** Registers the exporter {@code nop}. Stateless. */
public final class NopExporterFactory implements ExporterFactory<NopExporterConfig> {
    @Override
    public ComponentInfo<NopExporterConfig> info() {
        return ComponentInfo.of("nop", NopExporterConfig.class)
                .describedAs("Takes everything and keeps nothing.")
                .stability(Stability.BETA, TRACES, METRICS, LOGS)
                .stability(Stability.ALPHA, PROFILES);
    }

    @Override
    public Exporter create(NopExporterConfig config, ExporterSettings settings) {
        return new NopExporter();
    }
}
