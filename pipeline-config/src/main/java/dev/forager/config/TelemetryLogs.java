// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.OmitEmpty;
import dev.forager.pipeline.config.Validation;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code service::telemetry::logs}: the collector's own log. Immutable. */
@OmitEmpty
public record TelemetryLogs(
        @Doc("The lowest level that is written.") @Default("info") Level level,
        @Doc("The form of a line.") @Default("console") String encoding,
        @Doc("Adds stack traces from level warn on.") @Default("false") boolean development,
        @Doc("Leaves out the place in the source.") @Default("false") boolean disableCaller,
        @Doc("Leaves out stack traces.") @Default("false") boolean disableStacktrace,
        @Doc("Thins out lines that repeat.") @Default("{}") Sampling sampling,
        @Doc("Where lines go: stderr, stdout or files.") @Default("[stderr]")
                List<String> outputPaths,
        @Doc("Where troubles of logging itself go.") @Default("[stderr]")
                List<String> errorOutputPaths,
        @Doc("Fields that are added to each line.") @Default("{}")
                Map<String, Object> initialFields,
        @Doc("Where the log goes over OTLP.") @Default("[]") List<Processor> processors,
        @Doc("Leaves out the field resource.") @Default("false") boolean disableZapResource) {

    /** The levels of zap; what lies above error is never written here. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR,
        DPANIC,
        PANIC,
        FATAL;

        /**
         * Reads a level, in any case; {@code warning} and nothing are names too.
         *
         * @throws IllegalArgumentException in the Go collector's words
         */
        public static Level parse(String text) {
            String name = text.toUpperCase(Locale.ROOT);
            return switch (name) {
                case "" -> INFO;
                case "WARNING" -> WARN;
                case "DEBUG", "INFO", "WARN", "ERROR", "DPANIC", "PANIC", "FATAL" -> valueOf(name);
                default ->
                        throw new IllegalArgumentException(
                                "unrecognized level: \"%s\"".formatted(text));
            };
        }
    }

    /** Checks the encoding and copies the collections. */
    public TelemetryLogs {
        Validation.require(
                encoding.equals("console") || encoding.equals("json"),
                "encoding",
                "no encoder registered for name \"%s\" (expected: console or json)"
                        .formatted(encoding));
        outputPaths = List.copyOf(outputPaths);
        errorOutputPaths = List.copyOf(errorOutputPaths);
        initialFields = Collections.unmodifiableMap(new LinkedHashMap<>(initialFields));
        processors = List.copyOf(processors);
    }

    /** What an absent {@code logs} section means. */
    public static TelemetryLogs defaults() {
        return new TelemetryLogs(
                Level.INFO,
                "console",
                false,
                false,
                false,
                new Sampling(true, Duration.ofSeconds(10), 10, 100),
                List.of("stderr"),
                List.of("stderr"),
                Map.of(),
                List.of(),
                false);
    }

    /** Lines of one level and message, counted in each tick. */
    public record Sampling(
            @Doc("Whether lines are thinned out.") @Default("true") boolean enabled,
            @Doc("The time after which counting begins anew.") @Default("10s") Duration tick,
            @Doc("How many lines are written before thinning begins.") @Default("10") @Min(0)
                    int initial,
            @Doc("Of how many later lines one is written; 0 writes none.") @Default("100") @Min(0)
                    int thereafter) {}

    /** Takes log records to an exporter, in batches or one by one. */
    public record Processor(
            @Doc("Gathers records.") @Nullable Batch batch,
            @Doc("Sends each record at once.") @Nullable Simple simple) {

        /** Exactly one of the two. */
        public Processor {
            Validation.require(
                    batch == null || simple == null,
                    "must not specify multiple log processor type");
            Validation.require(
                    batch != null || simple != null,
                    "unsupported log processor type, must be one of simple or batch");
        }
    }

    /** Gathers records before they are sent. */
    public record Batch(
            @Doc("Where records go.") Exporter exporter,
            @Doc("Milliseconds between two sendings.") @Default("1000") @Min(0) int scheduleDelay,
            @Doc("Milliseconds after which one sending is given up.") @Default("30000") @Min(0)
                    int exportTimeout,
            @Doc("Records that may wait.") @Default("2048") @Min(1) int maxQueueSize,
            @Doc("Records of one sending.") @Default("512") @Min(1) int maxExportBatchSize) {}

    /** Sends each record at once. */
    public record Simple(@Doc("Where records go.") Exporter exporter) {}

    /** Where records go. */
    public record Exporter(
            @Doc("Sends over OTLP.") @Nullable TelemetryOtlp otlp,
            @Doc("Prints each batch as a line of OTLP/JSON; the map stays empty.")
                    @Nullable Map<String, @Nullable Object> console) {

        /** Exactly one of the two. */
        public Exporter {
            Validation.require(
                    otlp == null || console == null, "must not specify multiple exporters");
            Validation.require(otlp != null || console != null, "no valid log exporter");
        }
    }
}
