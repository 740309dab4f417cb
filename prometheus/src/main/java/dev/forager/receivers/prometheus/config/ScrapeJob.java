// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job with what it takes from the section {@code global}.
 *
 * @param config the job's own section
 * @param interval how often
 * @param timeout how long
 * @param isLegacy whether names are letters, digits and underscores
 * @param escaping the escaping of names that targets are asked for
 * @param limits 0 is no limit
 */
public record ScrapeJob(
        ScrapeConfig config,
        PromDuration interval,
        PromDuration timeout,
        List<ScrapeProtocol> protocols,
        ScrapeProtocol fallback,
        boolean isLegacy,
        String escaping,
        boolean takesNative,
        boolean keepsClassic,
        boolean convertsToNhcb,
        boolean hasExtraMetrics,
        Limits limits) {
    private static final List<String> ESCAPINGS =
            List.of("allow-utf-8", "underscores", "dots", "values");

    /** Bounds of a scrape; 0 is none. */
    public record Limits(
            long bodyBytes,
            int samples,
            int targets,
            int droppedTargets,
            int labels,
            int nameLength,
            int valueLength) {}

    /**
     * The job under these global settings.
     *
     * @param at the key of the job, for messages; null where it has none
     * @throws dev.forager.pipeline.config.InvalidConfigException when they do not fit
     */
    public static ScrapeJob of(ScrapeConfig config, GlobalConfig global, @Nullable String at) {
        String name = config.jobName();
        PromDuration interval = GlobalConfig.orIfZero(config.scrapeInterval(), global.interval());
        PromDuration asked = config.scrapeTimeout();
        require(
                asked == null || !GlobalConfig.isLonger(asked, interval),
                at,
                "scrape timeout greater than scrape interval for scrape config with job name \"%s\""
                        .formatted(name));
        PromDuration most =
                GlobalConfig.isLonger(global.timeout(), interval) ? interval : global.timeout();
        boolean takesNative = or(config.scrapeNativeHistograms(), global.scrapeNativeHistograms());
        String scheme = config.metricNameValidationScheme();
        boolean isLegacy =
                (scheme.isEmpty() ? global.metricNameValidationScheme() : scheme).equals("legacy");
        for (RelabelConfig rule : config.relabelConfigs()) {
            rule.check(isLegacy, at);
        }
        for (RelabelConfig rule : config.metricRelabelConfigs()) {
            rule.check(isLegacy, at);
        }
        return new ScrapeJob(
                config,
                interval,
                GlobalConfig.orIfZero(asked, most),
                protocols(config, global, takesNative),
                Objects.requireNonNullElse(config.fallbackScrapeProtocol(), ScrapeProtocol.TEXT_0),
                isLegacy,
                escaping(config, global, isLegacy, at),
                takesNative,
                or(config.alwaysScrapeClassicHistograms(), global.alwaysScrapeClassicHistograms()),
                or(
                        config.convertClassicHistogramsToNhcb(),
                        global.convertClassicHistogramsToNhcb()),
                or(config.extraScrapeMetrics(), global.extraScrapeMetrics()),
                limits(config, global));
    }

    private static boolean or(@Nullable Boolean own, boolean global) {
        return own == null ? global : own;
    }

    private static int or(int own, int global) {
        return own == 0 ? global : own;
    }

    private static List<ScrapeProtocol> protocols(
            ScrapeConfig config, GlobalConfig global, boolean takesNative) {
        if (config.scrapeProtocols() != null) {
            return config.scrapeProtocols();
        }
        if (global.scrapeProtocols() != null) {
            return global.scrapeProtocols();
        }
        return takesNative ? ScrapeProtocol.NATIVE_FIRST : ScrapeProtocol.DEFAULT;
    }

    private static String escaping(
            ScrapeConfig config, GlobalConfig global, boolean isLegacy, @Nullable String at) {
        String escaping = config.metricNameEscapingScheme();
        if (escaping.isEmpty() && config.metricNameValidationScheme().isEmpty()) {
            escaping = global.metricNameEscapingScheme();
        }
        if (escaping.isEmpty()) {
            escaping = isLegacy ? "underscores" : "allow-utf-8";
        }
        require(
                ESCAPINGS.contains(escaping),
                at,
                "unknown scrape config name escaping method specified, must be one of 'allow-utf-8', 'underscores', 'dots', or 'values', got \"%s\""
                        .formatted(escaping));
        require(
                !isLegacy || !escaping.equals("allow-utf-8"),
                at,
                "utf8 metric names requested but validation scheme is not set to UTF8");
        return escaping;
    }

    private static Limits limits(ScrapeConfig config, GlobalConfig global) {
        long body = config.bodySizeLimit().bytes();
        return new Limits(
                body == 0 ? global.bodySizeLimit().bytes() : body,
                or(config.sampleLimit(), global.sampleLimit()),
                or(config.targetLimit(), global.targetLimit()),
                or(config.keepDroppedTargets(), global.keepDroppedTargets()),
                or(config.labelLimit(), global.labelLimit()),
                or(config.labelNameLengthLimit(), global.labelNameLengthLimit()),
                or(config.labelValueLengthLimit(), global.labelValueLengthLimit()));
    }

    /** The name of the job. */
    public String name() {
        return config.jobName();
    }
}
