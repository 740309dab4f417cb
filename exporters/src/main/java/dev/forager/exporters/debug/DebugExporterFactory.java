// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.Stability;
import java.time.Duration;
import java.util.List;

/** Registers the exporter {@code debug}. Stateless. */
public final class DebugExporterFactory implements ExporterFactory<DebugExporterConfig> {
    @Override
    public ComponentInfo<DebugExporterConfig> info() {
        return ComponentInfo.of("debug", DebugExporterConfig.class)
                .describedAs("Prints telemetry to the log, the standard output, or files.")
                .stability(Stability.ALPHA, TRACES, METRICS, LOGS, PROFILES);
    }

    @Override
    public Exporter create(DebugExporterConfig config, ExporterSettings settings) {
        return new DebugExporter(config, output(config, settings), System::nanoTime);
    }

    /** Printing is not repeated, and takes as long as it takes. */
    @Override
    public SendingConfig sending(DebugExporterConfig config) {
        QueueConfig queue = config.sendingQueue();
        return queue == null
                ? SendingConfig.DIRECT
                : new SendingConfig(Duration.ZERO, RetryConfig.OFF, queue);
    }

    private static DebugOutput output(DebugExporterConfig config, ExporterSettings settings) {
        if (config.useInternalLogger()) {
            return new DebugOutput.ToLog(settings.logger());
        }
        List<String> paths = config.outputPaths();
        return new DebugOutput.ToPaths(paths == null ? List.of("stdout") : paths);
    }
}
