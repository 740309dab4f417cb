// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.logdedup;

import dev.forager.ottl.ConditionSequence;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.ErrorHandling;
import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Functions;
import dev.forager.ottl.OttlCompiler;
import dev.forager.ottl.OttlContext;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.ottl.Source;
import dev.forager.ottl.Walk;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Telemetry;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.HoldingProcessor;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.ProcessorSettings;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.config.LocatedText;
import dev.forager.pipeline.series.Seldom;
import dev.forager.pipeline.series.SeriesLimits;
import dev.forager.pipeline.series.SeriesStore;
import dev.forager.pipeline.series.StateMetrics;
import dev.forager.processors.schedule.Periodic;
import io.opentelemetry.api.metrics.LongHistogram;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts records that are the same and sends one of each at intervals; records that no condition
 * means pass at once. Thread-safe.
 *
 * <p>Shutdown: from the begin of {@link #stop} callers are told to try again; what was counted is
 * sent.
 */
final class LogDedupProcessor implements HoldingProcessor {
    private final LogDedupConfig config;
    private final @Nullable ConditionSequence conditions;
    private final List<FieldPath> excluded;
    private final ZoneId zone;
    private final SeriesStore<CountedRecords.Counted> store;
    private final Map<Metadata, Bucket> buckets = new LinkedHashMap<>();
    private final LongHistogram aggregated;
    private final StateMetrics state;
    private final Seldom warnings;
    private final Seldom failures;
    private final Logger logger;
    private final InstantSource clock;
    private final Consumer next;
    private final Periodic sending;
    private int nextBucket;
    private boolean stopped;

    /** What is counted for one combination of metadata. */
    private record Bucket(Context context, CountedRecords records) {}

    LogDedupProcessor(
            LogDedupConfig config,
            ProcessorSettings settings,
            Consumer next,
            Supplier<ScheduledExecutorService> schedulers,
            LongSupplier nanoTime) {
        this.config = config;
        conditions = conditions(config, settings);
        excluded = config.excludeFields().stream().map(FieldPath::parse).toList();
        zone = LogDedupConfig.zone(config.timezone());
        store = SeriesLimits.of(config.maxRecords(), config.maxStateSize()).newStore();
        aggregated =
                settings.meter()
                        .histogramBuilder("dedup_processor_aggregated_logs")
                        .ofLongs()
                        .setUnit("{records}")
                        .setDescription(
                                "Number of log records that were aggregated together."
                                        + " [Development]")
                        .build();
        state = new StateMetrics(settings.meter(), settings.id());
        warnings = new Seldom(nanoTime);
        failures = new Seldom(nanoTime);
        logger = settings.logger();
        clock = settings.clock();
        this.next = next;
        sending = new Periodic(schedulers, config.interval(), this::send);
    }

    private static @Nullable ConditionSequence conditions(
            LogDedupConfig config, ProcessorSettings settings) {
        if (config.conditions().isEmpty()) {
            return null;
        }
        List<OttlProblem> problems = new ArrayList<>();
        ConditionSequence compiled =
                OttlCompiler.of(Functions.standard(), Signal.LOGS)
                        .clock(settings.clock())
                        .conditions(
                                config.conditions().stream()
                                        .map(LogDedupProcessor::source)
                                        .toList(),
                                OttlContext.LOG,
                                ErrorHandling.of(ErrorMode.PROPAGATE, settings.logger()),
                                problems);
        OttlException.throwIfAny(problems);
        return compiled;
    }

    private static Source source(LocatedText text) {
        return Source.at(text.text(), text.source(), text.places()::line, text.places()::column);
    }

    @Override
    public synchronized void start(Host host) {
        if (!config.metadataKeys().isEmpty() && config.metadataCardinalityLimit() == 0) {
            logger.warn(
                    "metadata_keys is set without metadata_cardinality_limit: a client can use up"
                            + " memory with new values");
        }
        sending.start();
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (telemetry instanceof Logs logs) {
            take(logs, context.onlyMetadata(config.metadataKeys()));
            if (logs.resources().isEmpty()) {
                return;
            }
        }
        next.consume(telemetry, context);
    }

    private synchronized void take(Logs logs, Context shared) throws ConsumeException {
        if (stopped) {
            throw new Retryable("shutting down");
        }
        Bucket bucket = bucket(shared);
        Instant now = clock.instant();
        new Walk(OttlContext.LOG)
                .removeIf(new Cursor(logs), cursor -> isCounted(cursor, bucket.records(), now));
        if (bucket.records().isEmpty()) {
            buckets.remove(shared.client().metadata());
        }
        state.report(store.size(), store.bytes());
    }

    private Bucket bucket(Context shared) throws Permanent {
        Metadata values = shared.client().metadata();
        Bucket known = buckets.get(values);
        if (known == null) {
            long limit = config.metadataCardinalityLimit();
            if (limit > 0 && buckets.size() >= limit) {
                throw new Permanent("too many log_dedup metadata-value combinations");
            }
            known = new Bucket(shared, new CountedRecords(config, zone, store, nextBucket++));
            buckets.put(values, known);
        }
        return known;
    }

    private boolean isCounted(Cursor cursor, CountedRecords records, Instant now) {
        if (!isMeant(cursor)) {
            return false;
        }
        LogRecord record = cursor.log();
        excluded.forEach(path -> path.remove(record));
        boolean isTaken =
                records.count(
                        (ResourceLogs) cursor.resourceGroup(),
                        (ScopeLogs) cursor.scopeGroup(),
                        record,
                        now);
        if (!isTaken) {
            tellLimit();
        }
        return isTaken;
    }

    /** As in the Go collector, a record on which a condition fails passes. */
    private boolean isMeant(Cursor cursor) {
        try {
            return conditions == null || conditions.matches(cursor);
        } catch (EvaluationException e) {
            if (failures.isDue()) {
                logger.atError()
                        .addKeyValue("error", e.getMessage())
                        .log("error matching conditions");
            }
            return false;
        }
    }

    private void tellLimit() {
        state.refused();
        if (warnings.isDue()) {
            logger.warn(
                    "No room for more records (max_records, max_state_size); they pass at once");
        }
    }

    /** Forgets all buckets. */
    private void clear() {
        buckets.clear();
        store.clear();
        nextBucket = 0;
        state.report(0, 0);
    }

    @Override
    public synchronized long heldItems() {
        return store.size();
    }

    /** Never throws: a scheduler would end with the first exception. */
    private void send() {
        Map<Context, Logs> ready = new LinkedHashMap<>();
        synchronized (this) {
            Instant now = clock.instant();
            for (Bucket bucket : buckets.values()) {
                ready.put(bucket.context(), bucket.records().drain(now, aggregated::record));
            }
            clear();
        }
        ready.forEach(this::send);
    }

    private void send(Context context, Logs logs) {
        if (logs.resources().isEmpty()) {
            return;
        }
        try {
            next.consume(logs, context);
        } catch (ConsumeException e) {
            logger.atError().addKeyValue("error", e.getMessage()).log("failed to consume logs");
        } catch (RuntimeException e) {
            logger.error("failed to consume logs", e);
        }
    }

    @Override
    public void stop(Duration limit) {
        synchronized (this) {
            stopped = true;
        }
        if (!sending.stop(limit)) {
            giveUp();
        }
    }

    private synchronized void giveUp() {
        long lost = store.size();
        clear();
        if (lost > 0) {
            logger.atError()
                    .addKeyValue("dropped_items", lost)
                    .log("Stopped before counted logs could be sent. Dropping data.");
        }
    }
}
