// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.Min;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What holds for every job that says nothing else; Prometheus' section {@code global}. */
@IgnoredKey(
        keys = {
            "evaluation_interval",
            "rule_query_offset",
            "query_log_file",
            "scrape_failure_log_file"
        },
        reason =
                "there are no rules and no queries here, and failures of scrapes are in Forager's own"
                        + " log")
public record GlobalConfig(
        @Doc("How often to scrape; 1m unless set.") @Nullable PromDuration scrapeInterval,
        @Doc("How long a scrape may take; 10s unless set, or the interval if that is shorter.")
                @Nullable PromDuration scrapeTimeout,
        @Doc("Forms of exposition to ask for, the best first.")
                @Nullable List<ScrapeProtocol> scrapeProtocols,
        @Doc("Labels that every series gets.") @Default("{}") Map<String, String> externalLabels,
        @Doc("Larger bodies fail the scrape; 0 is no limit but that of memory.") @Default("'0'")
                PromSize bodySizeLimit,
        @Doc("More samples fail the scrape; 0 is no limit.") @Default("0") @Min(0) int sampleLimit,
        @Doc("More targets of a job fail its scrapes; 0 is no limit.") @Default("0") @Min(0)
                int targetLimit,
        @Doc("Most dropped targets of a job that `api_server` shows; 0 is no limit.")
                @Default("0")
                @Min(0)
                int keepDroppedTargets,
        @Doc("More labels on a series fail the scrape; 0 is no limit.") @Default("0") @Min(0)
                int labelLimit,
        @Doc("Longer names of labels fail the scrape; 0 is no limit.") @Default("0") @Min(0)
                int labelNameLengthLimit,
        @Doc("Longer values of labels fail the scrape; 0 is no limit.") @Default("0") @Min(0)
                int labelValueLengthLimit,
        @Doc("legacy or utf8: which names are allowed.") @Default("utf8")
                String metricNameValidationScheme,
        @Doc("allow-utf-8, underscores, dots or values: which names targets are asked for.")
                @Default("''")
                String metricNameEscapingScheme,
        @Doc("Take native histograms; asks for the protobuf form first.") @Default("false")
                boolean scrapeNativeHistograms,
        @Doc("Make histograms with buckets native ones with custom bounds.") @Default("false")
                boolean convertClassicHistogramsToNhcb,
        @Doc("Take the buckets of a histogram that is native too.") @Default("false")
                boolean alwaysScrapeClassicHistograms,
        @Doc("Also scrape_timeout_seconds, scrape_sample_limit and scrape_body_size_bytes.")
                @Default("false")
                boolean extraScrapeMetrics) {
    private static final PromDuration MINUTE = new PromDuration(Duration.ofMinutes(1));
    private static final PromDuration TEN_SECONDS = new PromDuration(Duration.ofSeconds(10));

    /** Everything absent. */
    public static final GlobalConfig DEFAULT =
            new GlobalConfig(
                    null,
                    null,
                    null,
                    Map.of(),
                    new PromSize(0),
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    "utf8",
                    "",
                    false,
                    false,
                    false,
                    false);

    public GlobalConfig {
        scrapeInterval = orIfZero(scrapeInterval, MINUTE);
        require(
                scrapeTimeout == null || !isLonger(scrapeTimeout, scrapeInterval),
                "scrape_timeout",
                "global scrape timeout greater than scrape interval");
        scrapeTimeout =
                orIfZero(
                        scrapeTimeout,
                        isLonger(TEN_SECONDS, scrapeInterval) ? scrapeInterval : TEN_SECONDS);
        metricNameValidationScheme =
                metricNameValidationScheme.equals("legacy") ? "legacy" : "utf8";
        boolean isLegacy = metricNameValidationScheme.equals("legacy");
        for (String name : externalLabels.keySet()) {
            require(
                    LabelText.isName(name, isLegacy),
                    "external_labels",
                    "\"%s\" is not a valid label name".formatted(name));
        }
        if (scrapeProtocols != null) {
            scrapeProtocols = List.copyOf(scrapeProtocols);
            checkProtocols(scrapeProtocols, " for global config");
        }
    }

    static void checkProtocols(List<ScrapeProtocol> protocols, String where) {
        require(
                !protocols.isEmpty(),
                "scrape_protocols",
                "scrape_protocols cannot be empty" + where);
        require(
                protocols.stream().distinct().count() == protocols.size(),
                "scrape_protocols",
                "duplicated protocol in scrape_protocols, got %s%s".formatted(protocols, where));
    }

    static PromDuration orIfZero(@Nullable PromDuration duration, PromDuration other) {
        return duration == null || duration.value().isZero() ? other : duration;
    }

    static boolean isLonger(PromDuration one, PromDuration other) {
        return one.value().compareTo(other.value()) > 0;
    }

    /** How often, never absent. */
    public PromDuration interval() {
        return orIfZero(scrapeInterval, MINUTE);
    }

    /** How long, never absent. */
    public PromDuration timeout() {
        return orIfZero(scrapeTimeout, TEN_SECONDS);
    }
}
