// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/**
 * Makes exporters. {@code create} reads the configuration and neither opens nor starts anything.
 */
public non-sealed interface ExporterFactory<C extends Record> extends ComponentFactory<C> {
    /** An exporter of one signal, shared by all pipelines of that signal. */
    Exporter create(C config, ExporterSettings settings);

    /** What the engine puts in front of it: queue, batch, retry, timeout. */
    default SendingConfig sending(C config) {
        return SendingConfig.DIRECT;
    }

    @Override
    default ComponentKind kind() {
        return ComponentKind.EXPORTER;
    }
}
