// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.exporters.OtlpBackend;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.testkit.ExporterContract;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;

/** Each promise gets a server of its own. */
class OtlpHttpExporterContractTest extends ExporterContract<OtlpHttpExporterConfig> {
    private final Deque<OtlpBackend> backends = new ArrayDeque<>();

    @AfterEach
    void close() {
        backends.forEach(OtlpBackend::close);
    }

    @Override
    protected ExporterFactory<OtlpHttpExporterConfig> factory() {
        return new OtlpHttpExporterFactory();
    }

    @Override
    protected OtlpHttpExporterConfig config() {
        OtlpBackend backend = backends.isEmpty() ? backend() : backends.getLast();
        try {
            return RecordBinder.read(
                    "{endpoint: \"http://127.0.0.1:%d\"}".formatted(backend.port()),
                    OtlpHttpExporterConfig.class);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected OtlpBackend backend() {
        var backend = new OtlpBackend();
        backends.add(backend);
        return backend;
    }

    /** Event loops belong to the process. */
    @Override
    protected boolean isShared(String threadName) {
        return super.isShared(threadName) || threadName.startsWith("armeria-");
    }
}
