// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.testkit.ExporterContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;

/** Each promise gets a receiver of its own. */
class PrometheusRemoteWriteExporterContractTest
        extends ExporterContract<PrometheusRemoteWriteExporterConfig> {
    private final Deque<WriteSink> sinks = new ArrayDeque<>();

    @AfterEach
    void close() {
        sinks.forEach(WriteSink::close);
    }

    @Override
    protected ExporterFactory<PrometheusRemoteWriteExporterConfig> factory() {
        return new PrometheusRemoteWriteExporterFactory();
    }

    @Override
    protected PrometheusRemoteWriteExporterConfig config() {
        WriteSink sink = sinks.isEmpty() ? backend() : sinks.getLast();
        try {
            return RecordBinder.read(
                    "{endpoint: \"%s\", target_info: {enabled: false}}".formatted(sink.url()),
                    PrometheusRemoteWriteExporterConfig.class);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected WriteSink backend() {
        try {
            var sink = new WriteSink();
            sinks.add(sink);
            return sink;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Event loops belong to the process, the receiver's threads to the test. */
    @Override
    protected boolean isShared(String threadName) {
        return super.isShared(threadName)
                || threadName.startsWith("armeria-")
                || threadName.startsWith("HTTP-Dispatcher")
                || threadName.equals("idle-timeout-task");
    }
}
