// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.Capitalized;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Max;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.RemovedKey;
import dev.forager.pipeline.config.Validation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code service::telemetry::metrics}: the collector's own metrics. Immutable. */
@RemovedKey(
        keys = "address",
        advice =
                "has invalid keys: address; write readers: [{pull: {exporter: {prometheus: {host:"
                        + " localhost, port: 8888}}}}]")
public record TelemetryMetrics(
        @Doc("How much is measured.") @Default("normal") Level level,
        @Doc("Who reads the metrics.")
                @Default("[{pull: {exporter: {prometheus: {host: localhost, port: 8888}}}}]")
                List<Reader> readers,
        @Doc("Changes what is measured; only at level detailed.")
                @Nullable List<TelemetryView> views) {

    /** How much is measured. */
    @Capitalized
    public enum Level {
        NONE,
        BASIC,
        NORMAL,
        DETAILED;

        /**
         * Reads a level, in any case.
         *
         * @throws IllegalArgumentException in the Go collector's words
         */
        public static Level parse(String text) {
            for (Level level : values()) {
                if (level.name().equalsIgnoreCase(text)) {
                    return level;
                }
            }
            throw new IllegalArgumentException("unknown metrics level \"%s\"".formatted(text));
        }
    }

    /** Checks the rules between the keys. */
    public TelemetryMetrics {
        Validation.require(
                level == Level.NONE || !readers.isEmpty(),
                "collector telemetry metrics reader should exist when metric level is not none");
        Validation.require(
                views == null || level == Level.DETAILED,
                "service::telemetry::metrics::views can only be set when"
                        + " service::telemetry::metrics::level is detailed");
        readers = List.copyOf(readers);
        views = views == null ? null : List.copyOf(views);
    }

    /** What an absent {@code metrics} section means. */
    public static TelemetryMetrics defaults() {
        return prometheus("localhost", 8888);
    }

    /** Level normal, read by Prometheus at this address. */
    public static TelemetryMetrics prometheus(String host, int port) {
        var prometheus = new Prometheus(host, port, true, true, true, null);
        var reader = new Reader(new Pull(new PullExporter(prometheus)), null);
        return new TelemetryMetrics(Level.NORMAL, List.of(reader), null);
    }

    /** One reader. */
    public record Reader(
            @Doc("Waits to be read.") @Nullable Pull pull,
            @Doc("Sends at intervals.") @Nullable Periodic periodic) {

        /** Exactly one of the two. */
        public Reader {
            Validation.require(
                    pull == null || periodic == null,
                    "must not specify multiple metric reader type");
            Validation.require(pull != null || periodic != null, "no valid metric reader");
        }
    }

    /** Waits to be read. */
    public record Pull(@Doc("By whom.") PullExporter exporter) {}

    /** By whom metrics are read. */
    public record PullExporter(
            @Doc("An endpoint /metrics for Prometheus.") @Nullable Prometheus prometheus) {
        /** There is one kind only. */
        public PullExporter {
            Validation.require(prometheus != null, "no valid metric exporter");
        }
    }

    /** An endpoint {@code /metrics} for Prometheus. */
    public record Prometheus(
            @Doc("Host name or address to listen on.") @Nullable String host,
            @Doc("Port to listen on.") @Min(0) @Max(65535) @Nullable Integer port,
            @Doc("Leaves out the labels otel_scope_*.") @Default("true") boolean withoutScopeInfo,
            @Doc("Leaves out the unit at the end of names.") @Default("true") boolean withoutUnits,
            @Doc("Leaves out _total at the end of counters.") @Default("true")
                    boolean withoutTypeSuffix,
            @Doc("Attributes of the resource that become labels of each series.")
                    @Nullable IncludeExclude withResourceConstantLabels) {

        /** Host and port are both needed. */
        public Prometheus {
            Validation.require(host != null, "host", "host must be specified");
            Validation.require(port != null, "port", "port must be specified");
        }
    }

    /** Names that are taken and names that are not; nothing included means all. */
    public record IncludeExclude(
            @Doc("Names that are taken.") @Default("[]") List<String> included,
            @Doc("Names that are not taken.") @Default("[]") List<String> excluded) {

        /** No name may be in both. */
        public IncludeExclude {
            included = List.copyOf(included);
            excluded = List.copyOf(excluded);
            for (String name : excluded) {
                Validation.require(
                        !included.contains(name),
                        "excluded",
                        "attribute cannot be in both include and exclude list: " + name);
            }
        }

        /** Whether this name is taken. */
        public boolean selects(String name) {
            return !excluded.contains(name) && (included.isEmpty() || included.contains(name));
        }
    }

    /** Sends at intervals. */
    public record Periodic(
            @Doc("Where metrics go.") PushExporter exporter,
            @Doc("Milliseconds between two sendings.") @Default("60000") @Min(1) int interval,
            @Doc("Milliseconds after which one sending is given up.") @Default("30000") @Min(1)
                    int timeout) {}

    /** Where metrics go. */
    public record PushExporter(
            @Doc("Sends over OTLP.") @Nullable TelemetryOtlp otlp,
            @Doc("Prints each batch as a line of OTLP/JSON; the map stays empty.")
                    @Nullable Map<String, @Nullable Object> console) {

        /** Exactly one of the two. */
        public PushExporter {
            Validation.require(
                    otlp == null || console == null, "must not specify multiple exporters");
            Validation.require(otlp != null || console != null, "no valid metric exporter");
        }
    }
}
