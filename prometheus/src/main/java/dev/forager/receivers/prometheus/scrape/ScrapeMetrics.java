// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongUpDownCounter;
import io.opentelemetry.api.metrics.Meter;

/** The receiver's own metrics. Thread-safe. */
public final class ScrapeMetrics {
    private static final AttributeKey<String> JOB = AttributeKey.stringKey("job");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");

    private final LongUpDownCounter targets;
    private final LongCounter scrapes;
    private final LongCounter bytes;
    private final LongCounter dropped;

    /** Instruments of that meter. */
    public ScrapeMetrics(Meter meter) {
        targets =
                meter.upDownCounterBuilder("forager_receiver_prometheus_targets")
                        .setUnit("{target}")
                        .setDescription("Targets that are scraped.")
                        .build();
        scrapes =
                meter.counterBuilder("forager_receiver_prometheus_scrapes")
                        .setUnit("{scrape}")
                        .setDescription("Scrapes, by whether they worked.")
                        .build();
        bytes =
                meter.counterBuilder("forager_receiver_prometheus_scraped_bytes")
                        .setUnit("By")
                        .setDescription("Bytes of expositions, uncompressed.")
                        .build();
        dropped =
                meter.counterBuilder("forager_receiver_prometheus_dropped_samples")
                        .setUnit("{sample}")
                        .setDescription("Samples that were not taken, by reason.")
                        .build();
    }

    void targets(String job, int change) {
        targets.add(change, Attributes.of(JOB, job));
    }

    void scraped(String job, boolean isGood, long size) {
        scrapes.add(1, Attributes.of(JOB, job, OUTCOME, isGood ? "success" : "failure"));
        bytes.add(size, Attributes.of(JOB, job));
    }

    void dropped(String job, String reason, long samples) {
        if (samples > 0) {
            dropped.add(samples, Attributes.of(JOB, job, REASON, reason));
        }
    }
}
