// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

import dev.forager.pdata.Signal;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import org.jspecify.annotations.Nullable;

/** Counts as the Go collector does. Thread-safe. */
final class SchemaMetrics {
    private static final AttributeKey<String> FROM = AttributeKey.stringKey("from_schema_url");
    private static final AttributeKey<String> TO = AttributeKey.stringKey("to_schema_url");
    private static final AttributeKey<String> LEFT =
            AttributeKey.stringKey("migration_from_schema_url");

    private final LongCounter translated;
    private final LongCounter hits;
    private final LongCounter misses;
    private final LongCounter resourcesFailed;
    private final LongCounter failed;
    private final LongCounter skipped;

    SchemaMetrics(Meter meter, Signal signal) {
        String item =
                switch (signal) {
                    case TRACES -> "trace";
                    case METRICS -> "metric";
                    case LOGS -> "log";
                    case PROFILES -> "profile";
                };
        translated =
                counter(
                        meter,
                        ".translated",
                        "{translations}",
                        "Number of schema translations [Development]");
        hits =
                counter(
                        meter,
                        "_cache.hits",
                        "{requests}",
                        "Number of schema cache hits [Development]");
        misses =
                counter(
                        meter,
                        "_cache.misses",
                        "{requests}",
                        "Number of schema cache misses [Development]");
        resourcesFailed =
                counter(
                        meter,
                        "_resource.failed",
                        "{translations}",
                        "Number of resource translation requests that failed [Development]");
        failed =
                counter(
                        meter,
                        "_" + signal.id() + ".failed",
                        "{translations}",
                        "Number of %s scope translation requests that failed [Development]"
                                .formatted(item));
        skipped =
                counter(
                        meter,
                        "_" + signal.id() + ".skipped",
                        "{translations}",
                        ("Number of %s scope translation requests skipped because no schema URL"
                                        + " was present on the scope or its resource [Development]")
                                .formatted(item));
    }

    private static LongCounter counter(Meter meter, String name, String unit, String description) {
        return meter.counterBuilder("processor_schema" + name)
                .setUnit(unit)
                .setDescription(description)
                .build();
    }

    void translated(String from, String to, @Nullable String left) {
        translated.add(
                1,
                left == null
                        ? Attributes.of(FROM, from, TO, to)
                        : Attributes.of(FROM, from, TO, to, LEFT, left));
    }

    void hit() {
        hits.add(1);
    }

    void miss() {
        misses.add(1);
    }

    void resourceFailed() {
        resourcesFailed.add(1);
    }

    /** Scopes of one request. */
    void scopes(int failedOnes, int skippedOnes) {
        if (failedOnes > 0) {
            failed.add(failedOnes);
        }
        if (skippedOnes > 0) {
            skipped.add(skippedOnes);
        }
    }
}
