// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.RemovedKey;
import dev.forager.receivers.prometheus.config.ApiServerConfig;
import dev.forager.receivers.prometheus.config.PromConfig;
import dev.forager.receivers.prometheus.config.TargetAllocatorConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What to scrape; keys, defaults and texts of the collector's receiver {@code prometheus}. */
@RemovedKey(
        keys = {"use_start_time_metric", "start_time_metric_regex", "report_extra_scrape_metrics"},
        advice =
                "start times are the business of the processor metric_start_time; extra metrics are switched on by extra_scrape_metrics in config::global or in a scrape config")
@IgnoredKey(keys = "discovery_reload_on_startup", reason = "targets are always looked for at once")
public record PrometheusReceiverConfig(
        @Doc("Prometheus' own configuration, as far as it is about scraping.")
                @Nullable PromConfig config,
        @Doc("A target allocator, which shares jobs and targets out among collectors.")
                @Nullable TargetAllocatorConfig targetAllocator,
        @Doc("Shows the targets, in the form of Prometheus' API.") @Default("{}")
                ApiServerConfig apiServer,
        @Doc("Remove the words for type and unit from names.") @Default("false")
                boolean trimMetricSuffixes,
        @Doc("Scrape once more at the end, whatever the interval.") @Default("false")
                boolean scrapeOnShutdown,
        @Doc("How long to wait before the first scrape, beside what spreads them.") @Default("0s")
                Duration initialScrapeOffset) {
    public PrometheusReceiverConfig {
        require(
                targetAllocator != null || (config != null && config.hasJobs()),
                "no Prometheus scrape_configs or target_allocator set");
        require(!initialScrapeOffset.isNegative(), "initial_scrape_offset", "must not be negative");
    }
}
