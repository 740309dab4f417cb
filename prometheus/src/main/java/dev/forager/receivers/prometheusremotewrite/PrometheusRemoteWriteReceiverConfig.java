// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Min;
import dev.forager.transport.HttpServerConfig;

/** Where Prometheus writes, and how much is remembered between requests. */
public record PrometheusRemoteWriteReceiverConfig(
        @Inline @Default("{endpoint: localhost:9090}") HttpServerConfig server,
        @Doc("Path that takes requests.") @Default("/api/v1/write") String path,
        @Doc("Most targets whose target_info is remembered, for the attributes of resources.")
                @Default("1000")
                @Min(0)
                int maxTargets,
        @Doc("Most names whose type is remembered: remote write 1.0 sends types apart.")
                @Default("10000")
                @Min(0)
                int maxMetadata) {
    public PrometheusRemoteWriteReceiverConfig {
        require(path.startsWith("/"), "path", "path must start with /");
    }
}
