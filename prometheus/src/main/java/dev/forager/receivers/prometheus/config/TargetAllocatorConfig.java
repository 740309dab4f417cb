// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.transport.client.HttpClientConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where jobs and targets are asked for: the target allocator of the OpenTelemetry operator. */
public record TargetAllocatorConfig(
        @Inline HttpClientConfig client,
        @Doc("How often to ask for jobs.") @Default("0s") Duration interval,
        @Doc("Who asks: targets are shared out among collectors by this name.") @Default("''")
                String collectorId,
        @Doc("How often to ask for the targets of a job.") @Nullable TargetsConfig httpSdConfig,
        @Doc("How all jobs reach their targets, instead of what the allocator says.")
                @Nullable HttpConfig httpScrapeConfig) {
    public TargetAllocatorConfig {
        require(
                isUrl(client.endpoint()),
                "endpoint",
                "TargetAllocator endpoint is not valid: " + client.endpoint());
        require(
                !collectorId.isEmpty() && !collectorId.contains("${"),
                "collector_id",
                "CollectorID is not a valid ID");
        require(
                interval.isPositive(),
                "interval",
                "interval must be a positive duration, got %ds".formatted(interval.toSeconds()));
        if (httpScrapeConfig != null) {
            httpScrapeConfig.checkFiles("http_scrape_config");
        }
    }

    private static boolean isUrl(String text) {
        try {
            return new URI(text).isAbsolute() || text.startsWith("/");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** How targets are asked for; how the allocator is reached is the same as for jobs. */
    public record TargetsConfig(
            @Doc("How often to ask.") @Default("1m") PromDuration refreshInterval,
            @Inline HttpConfig http) {}
}
