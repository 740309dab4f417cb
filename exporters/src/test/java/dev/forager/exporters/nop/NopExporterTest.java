// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.nop;

import dev.forager.pipeline.ExporterFactory;
import dev.forager.testkit.ExporterContract;

class NopExporterTest extends ExporterContract<NopExporterConfig> {
    @Override
    protected ExporterFactory<NopExporterConfig> factory() {
        return new NopExporterFactory();
    }

    @Override
    protected NopExporterConfig config() {
        return new NopExporterConfig();
    }

    @Override
    protected String yaml() {
        return "{}";
    }
}
