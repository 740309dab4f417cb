// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters;

import dev.forager.exporters.debug.DebugExporterFactory;
import dev.forager.exporters.file.FileExporterFactory;
import dev.forager.exporters.nop.NopExporterFactory;
import dev.forager.exporters.otlpgrpc.OtlpGrpcExporterFactory;
import dev.forager.exporters.otlphttp.OtlpHttpExporterFactory;
import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import java.util.List;

/** The exporters of this module, sorted by id. */
public final class ExporterCatalog implements ComponentCatalog {
    @Override
    public List<ComponentFactory<?>> factories() {
        return List.of(
                new DebugExporterFactory(),
                new FileExporterFactory(),
                new NopExporterFactory(),
                new OtlpGrpcExporterFactory(),
                new OtlpHttpExporterFactory());
    }
}
