// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.testkit.ExporterContract;

/** Whoever scrapes is no backend: nothing is refused on its behalf. */
class PrometheusExporterContractTest extends ExporterContract<PrometheusExporterConfig> {
    @Override
    protected ExporterFactory<PrometheusExporterConfig> factory() {
        return new PrometheusExporterFactory();
    }

    @Override
    protected PrometheusExporterConfig config() {
        try {
            return RecordBinder.read("endpoint: 127.0.0.1:0", PrometheusExporterConfig.class);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** Event loops belong to the process. */
    @Override
    protected boolean isShared(String threadName) {
        return super.isShared(threadName) || threadName.startsWith("armeria-");
    }
}
