// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.exceptions;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Key;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is told of an exception. */
public record ExceptionsConnectorConfig(
        @Doc(
                        "Attributes beside `service.name`, `span.name`, `span.kind` and"
                                + " `status.code`, of the span, the event or the resource.")
                @Default("[{name: exception.type}, {name: exception.message}]")
                List<DimensionConfig> dimensions,
        @Doc("Spans as examples of the metric.") @Default("{}") ExemplarsConfig exemplars,
        @Doc("A series without exceptions for this long is forgotten; 0 never forgets.")
                @Default("0s")
                Duration seriesExpiration,
        @Doc(
                        "Most memory for series; new ones above count in the series with"
                                + " `otel.metric.overflow`. 0 is a quarter of the heap.")
                @Default("0")
                ByteSize maxStateSize) {
    public ExceptionsConnectorConfig {
        Set<String> names =
                new HashSet<>(List.of("service.name", "span.name", "span.kind", "status.code"));
        requireEach(
                dimensions,
                "dimensions",
                (dimension, key) ->
                        require(
                                names.add(dimension.name),
                                key,
                                "duplicate dimension name \"%s\"".formatted(dimension.name)));
        require(
                !seriesExpiration.isNegative(),
                "series_expiration",
                "%s (expected: >= 0s)".formatted(seriesExpiration));
        dimensions = List.copyOf(dimensions);
    }

    /** One attribute. */
    public record DimensionConfig(
            @Doc("Name of the attribute.") String name,
            @Doc("Value where it is missing; without, there is no such attribute.") @Key("default")
                    @Nullable String fallback) {}

    /** Examples. */
    public record ExemplarsConfig(
            @Doc("Whether there are any.") @Default("false") boolean enabled) {}
}
