// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import static dev.forager.pdata.Signal.LOGS;
import static dev.forager.pdata.Signal.METRICS;
import static dev.forager.pdata.Signal.PROFILES;
import static dev.forager.pdata.Signal.TRACES;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentInfo;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.pipeline.Stability;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;

/**
 * Registers the exporter {@code file}. Knows the writers in use, so that the signals of an id share
 * one; weakly, so that they go with the exporters. Thread-safe.
 */
public final class FileExporterFactory implements ExporterFactory<FileExporterConfig> {
    private final Map<Key, WeakReference<FileWriter>> writers = new HashMap<>();

    /** Same id, same configuration, same process. */
    private record Key(ComponentId id, FileExporterConfig config, MemoryBudget process) {}

    @Override
    public ComponentInfo<FileExporterConfig> info() {
        return ComponentInfo.of("file", FileExporterConfig.class)
                .describedAs("Writes telemetry to files.")
                .exclusive()
                .stability(Stability.ALPHA, TRACES, METRICS, LOGS)
                .stability(Stability.DEVELOPMENT, PROFILES);
    }

    @Override
    public Exporter create(FileExporterConfig config, ExporterSettings settings) {
        return new FileExporter(config, writer(config, settings), settings);
    }

    private synchronized FileWriter writer(FileExporterConfig config, ExporterSettings settings) {
        writers.values().removeIf(reference -> reference.get() == null);
        var key = new Key(settings.id(), config, settings.memory());
        WeakReference<FileWriter> known = writers.get(key);
        FileWriter writer = known == null ? null : known.get();
        if (writer == null) {
            writer = new FileWriter(config, settings.clock(), settings.logger());
            writers.put(key, new WeakReference<>(writer));
        }
        return writer;
    }
}
