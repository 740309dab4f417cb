// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.logdedup;

import dev.forager.pdata.ContentKey;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Resource;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import dev.forager.pipeline.series.SeriesStore;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * One record of each kind, with how many there were. Records are copies: they hold on to no
 * request. Confined to its owner's lock.
 */
final class CountedRecords {
    /** As Go writes RFC 3339 without fractions. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** Objects of a record, beside its content (estimated). */
    private static final long RECORD_BYTES = 400;

    private final List<FieldPath> included;
    private final String countAttribute;
    private final DateTimeFormatter time;
    private final ContentKey.Builder builder = new ContentKey.Builder();
    private final SeriesStore<Counted> store;
    private final int bucket;
    private final Map<ContentKey, HeldResource> resources = new LinkedHashMap<>();

    /**
     * Nothing counted yet.
     *
     * @param store holds the records of all buckets, so that its limits are for all
     * @param bucket a number that no other bucket of the store has
     */
    CountedRecords(LogDedupConfig config, ZoneId zone, SeriesStore<Counted> store, int bucket) {
        included = config.includeFields().stream().map(FieldPath::parse).toList();
        countAttribute = config.logCountAttribute();
        time = TIME.withZone(zone);
        this.store = store;
        this.bucket = bucket;
    }

    private record HeldResource(
            Resource resource, String schemaUrl, Map<ContentKey, HeldScope> scopes) {}

    private record HeldScope(InstrumentationScope scope, String schemaUrl, List<Counted> records) {}

    /** A record that stands for others. */
    static final class Counted {
        private final LogRecord record;
        private final Instant first;
        private Instant last;
        private long count = 1;

        Counted(LogRecord record, Instant now) {
            this.record = record;
            first = now;
            last = now;
        }

        void again(Instant now) {
            last = now;
            count++;
        }
    }

    boolean isEmpty() {
        return resources.isEmpty();
    }

    /** Counts a record; false if it is a new one and there is no room for it. */
    boolean count(ResourceLogs resource, ScopeLogs scope, LogRecord record, Instant now) {
        ContentKey resourceKey =
                builder.truncate(0).add(bucket).add(resource.resource().attributes()).build();
        ContentKey scopeKey =
                builder.add(scope.scope().name())
                        .add(scope.scope().version())
                        .add(scope.scope().attributes())
                        .build();
        ContentKey key = key(record);
        SeriesStore.Group<Counted> group = store.group(scopeKey);
        SeriesStore.Series<Counted> known = store.find(group, key, 0);
        if (known != null) {
            known.state().again(now);
            return true;
        }
        var counted = new Counted(record.copy(), now);
        long size = RECORD_BYTES + content(record);
        if (store.add(group, key, counted, size, 0) == null) {
            return false;
        }
        resources
                .computeIfAbsent(
                        resourceKey,
                        _ ->
                                new HeldResource(
                                        resource.resource().copy(),
                                        resource.schemaUrl(),
                                        new LinkedHashMap<>()))
                .scopes()
                .computeIfAbsent(
                        scopeKey,
                        _ ->
                                new HeldScope(
                                        scope.scope().copy(), scope.schemaUrl(), new ArrayList<>()))
                .records()
                .add(counted);
        return true;
    }

    /**
     * What makes records the same: the included fields that there are, as text, else everything.
     */
    private ContentKey key(LogRecord record) {
        builder.truncate(0);
        boolean isFound = false;
        for (int i = 0; i < included.size(); i++) {
            Value value = included.get(i).find(record);
            if (value != null) {
                builder.add(i).add(ValueText.of(value));
                isFound = true;
            }
        }
        if (isFound) {
            return builder.build();
        }
        builder.add(-1).add(record.attributes()).add(record.body());
        return builder.add(record.severityNumberValue()).add(record.severityText()).build();
    }

    private long content(LogRecord record) {
        return builder.truncate(0).add(record.attributes()).add(record.body()).length();
    }

    /**
     * Everything that was counted, which is forgotten then but for the store.
     *
     * @param counts told the number of each record
     */
    Logs drain(Instant now, LongConsumer counts) {
        Logs logs = Logs.create();
        for (HeldResource resource : resources.values()) {
            ResourceLogs group =
                    logs.addResource()
                            .resource(resource.resource())
                            .schemaUrl(resource.schemaUrl());
            for (HeldScope scope : resource.scopes().values()) {
                ScopeLogs inner =
                        group.addScope().scope(scope.scope()).schemaUrl(scope.schemaUrl());
                for (Counted counted : scope.records()) {
                    counts.accept(counted.count);
                    inner.records().add(finish(counted, now));
                }
            }
        }
        resources.clear();
        return logs;
    }

    private LogRecord finish(Counted counted, Instant now) {
        LogRecord record = counted.record;
        record.timeUnixNano(nanos(now)).observedTimeUnixNano(nanos(counted.first));
        record.attributes()
                .put(countAttribute, counted.count)
                .put("first_observed_timestamp", time.format(counted.first))
                .put("last_observed_timestamp", time.format(counted.last));
        return record;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
    }
}
