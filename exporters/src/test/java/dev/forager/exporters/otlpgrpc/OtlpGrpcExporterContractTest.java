// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlpgrpc;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.exporters.OtlpBackend;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.testkit.ExporterContract;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;

/** Each promise gets a server of its own. */
class OtlpGrpcExporterContractTest extends ExporterContract<OtlpGrpcExporterConfig> {
    private final Deque<OtlpBackend> backends = new ArrayDeque<>();

    @AfterEach
    void close() {
        backends.forEach(OtlpBackend::close);
    }

    @Override
    protected ExporterFactory<OtlpGrpcExporterConfig> factory() {
        return new OtlpGrpcExporterFactory();
    }

    @Override
    protected OtlpGrpcExporterConfig config() {
        OtlpBackend backend = backends.isEmpty() ? backend() : backends.getLast();
        try {
            return RecordBinder.read(
                    "{endpoint: \"127.0.0.1:%d\", tls: {insecure: true}}".formatted(backend.port()),
                    OtlpGrpcExporterConfig.class);
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
