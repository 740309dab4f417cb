// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlpgrpc;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Inline;
import dev.forager.transport.client.GrpcClientConfig;

/** Where to send, how, and what stands in front of it. */
public record OtlpGrpcExporterConfig(
        @Inline @Default("{compression: gzip}") GrpcClientConfig client,
        @Inline @Default("{timeout: 5s}") SendingConfig sending) {
    public OtlpGrpcExporterConfig {
        require(!client.endpoint().isEmpty(), "requires a non-empty \"endpoint\"");
    }
}
