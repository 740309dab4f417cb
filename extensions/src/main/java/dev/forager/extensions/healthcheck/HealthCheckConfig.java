// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.healthcheck;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.RemovedKey;
import dev.forager.pipeline.config.Validation;
import dev.forager.transport.HttpServerConfig;
import org.jspecify.annotations.Nullable;

/** Where and how probes are answered. */
@RemovedKey(
        keys = {"http", "grpc", "use_v2", "component_health"},
        advice = "the second version of the health check is not part of this collector")
public record HealthCheckConfig(
        @Inline @Default("{endpoint: localhost:13133}") HttpServerConfig server,
        @Doc("Path of the answer; with a slash at its end all paths below it too.") @Default("/")
                String path,
        @Doc("Bodies in place of the usual JSON.") @Nullable ResponseBody responseBody,
        @Doc("Accepted and without effect, as in the Go collector.")
                @Nullable PipelineCheck checkCollectorPipeline) {

    /** Checks the path. */
    public HealthCheckConfig {
        Validation.require(path.startsWith("/"), "path", "path must start with /");
    }

    /** Bodies of the two answers. */
    public record ResponseBody(
            @Doc("When the collector is ready.") @Default("''") String healthy,
            @Doc("When it is not.") @Default("''") String unhealthy) {}

    /** Once watched the failures of exporters. */
    public record PipelineCheck(
            @Doc("Without effect.") @Default("false") boolean enabled,
            @Doc("Without effect.") @Default("5m") String interval,
            @Doc("Without effect.") @Default("5") int exporterFailureThreshold) {}
}
