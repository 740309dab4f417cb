// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ProcessorSettings;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The sampler's metric and log lines. Thread-safe. */
final class SamplerReports {
    private static final AttributeKey<String> POLICY = AttributeKey.stringKey("policy");
    private static final AttributeKey<String> SAMPLED = AttributeKey.stringKey("sampled");

    /** One line for what may be wrong with every item (chosen). */
    private static final Duration LINE_INTERVAL = Duration.ofSeconds(10);

    private final List<LongCounter> counters;
    private final Logger logger;
    private final InstantSource clock;
    private final String title;
    private final AtomicReference<Instant> nextLine = new AtomicReference<>(Instant.MIN);

    SamplerReports(ProcessorSettings settings) {
        boolean isLogs = settings.pipeline().signal() == Signal.LOGS;
        this.counters = isLogs ? ofLogs(settings.meter()) : ofSpans(settings.meter());
        this.logger = settings.logger();
        this.clock = settings.clock();
        this.title = isLogs ? "logs sampler" : "traces sampler";
    }

    private static List<LongCounter> ofLogs(Meter meter) {
        return List.of(
                counter(
                        meter,
                        "logs_sampled",
                        "Count of logs that were sampled or not [Development]"));
    }

    /** The second is the first's name until 0.161, deprecated. */
    private static List<LongCounter> ofSpans(Meter meter) {
        return List.of(
                counter(
                        meter,
                        "spans_processed",
                        "Count of spans that were sampled or not [Development]"),
                counter(
                        meter,
                        "traces_sampled",
                        "[DEPRECATED] Count of spans that were sampled or not [Deprecated]"));
    }

    private static LongCounter counter(Meter meter, String name, String description) {
        return meter.counterBuilder("processor_probabilistic_sampler_count_" + name)
                .setUnit("1")
                .setDescription(description)
                .build();
    }

    /** Sampling state that cannot be read: at most one line in ten seconds. */
    void malformed(@Nullable String error) {
        Instant now = clock.instant();
        Instant due = nextLine.get();
        if (!now.isBefore(due) && nextLine.compareAndSet(due, now.plus(LINE_INTERVAL))) {
            logger.atInfo().addKeyValue("error", error).log(title);
        }
    }

    /** An item that does not suit the mode. */
    void refused(@Nullable String error) {
        logger.atDebug().addKeyValue("error", error).log(title);
    }

    /** Counts for one request. */
    Tally tally() {
        return new Tally();
    }

    /** Collects decisions, so that the metric is touched once a request. Confined to it. */
    final class Tally {
        private final Map<String, long[]> counts = new HashMap<>();

        void add(String policy, boolean isKept) {
            counts.computeIfAbsent(policy, _ -> new long[2])[isKept ? 1 : 0]++;
        }

        void report() {
            counts.forEach(
                    (policy, decided) -> {
                        add(policy, "false", decided[0]);
                        add(policy, "true", decided[1]);
                    });
        }

        private void add(String policy, String sampled, long count) {
            if (count > 0) {
                var attributes = Attributes.of(POLICY, policy, SAMPLED, sampled);
                counters.forEach(counter -> counter.add(count, attributes));
            }
        }
    }
}
