// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.ResourceSpans;
import dev.forager.pdata.ScopeSpans;
import dev.forager.pdata.Span;
import dev.forager.pdata.SpanEvent;
import dev.forager.pdata.Value;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Counts the spans of one request. Confined to one thread, and to the lock of the resource it
 * counts for.
 *
 * <p>Per span nothing is made but the record: texts stay slices of the request, one mutable key
 * asks for the series, and the dimensions that come of the resource are looked up once for all its
 * spans.
 */
final class SpanCounter {
    private static final Value.Str NONE = Value.Str.of("");

    private final Rules rules;
    private final SeriesLabels labels;
    private final long nowNanos;
    private final AdjustedCounts adjusted;
    private final SeriesKey callsKey;
    private final SeriesKey durationsKey;
    private final SeriesKey eventsKey;
    private final boolean namesSpans;
    private final boolean namesService;

    /** All bits where the kind tells series apart, else none. */
    private final int kindMask;

    private final int statusMask;

    private Value.Str service = NONE;
    private List<Attributes> resource = List.of();
    private Value.@Nullable Str[] callsOutside = {};
    private Value.@Nullable Str[] durationsOutside = {};

    SpanCounter(Rules rules, SeriesLabels labels, RandomGenerator random, long nowNanos) {
        this.rules = rules;
        this.labels = labels;
        this.nowNanos = nowNanos;
        adjusted = new AdjustedCounts(random);
        callsKey = new SeriesKey(rules.calls().size());
        durationsKey = new SeriesKey(rules.durations().size());
        eventsKey = new SeriesKey(rules.events().size());
        namesSpans = rules.includes(SeriesLabels.SPAN_NAME);
        namesService = rules.includes(SeriesLabels.SERVICE_NAME);
        kindMask = rules.includes(SeriesLabels.SPAN_KIND) ? -1 : 0;
        String status =
                rules.usesOtelStatus() ? SeriesLabels.OTEL_STATUS_CODE : SeriesLabels.STATUS_CODE;
        statusMask = rules.includes(status) ? -1 : 0;
    }

    /** Counts all spans of a resource; the caller holds the lock of {@code state}. */
    void count(ResourceSpans group, Value.Str ofService, ResourceState state) {
        state.lastSeenNanos = nowNanos;
        service = ofService;
        resource = List.of(group.resource().attributes());
        callsOutside = outside(rules.calls());
        durationsOutside = rules.sharesSeries() ? callsOutside : outside(rules.durations());
        for (ScopeSpans scope : group.scopes()) {
            for (Span span : scope.spans()) {
                count(span, scope.scope(), state);
            }
        }
    }

    private Value.@Nullable Str[] outside(DimensionSet dimensions) {
        Value.@Nullable Str[] texts = new Value.Str[dimensions.size()];
        for (int i = 0; i < texts.length; i++) {
            Value value = dimensions.outside(i, resource);
            texts[i] = value == null ? null : DimensionText.of(value);
        }
        return texts;
    }

    private void count(Span span, InstrumentationScope scope, ResourceState state) {
        double duration = duration(span);
        long times = adjusted.of(span);
        fill(callsKey, rules.calls(), callsOutside, span, resource);
        Series calls = state.calls.find(callsKey);
        if (calls == null) {
            calls = begin(state.calls, callsKey, rules.calls(), span, resource, scope);
        }
        add(calls, span, duration, times);
        if (rules.newDurations() != null && !rules.sharesSeries()) {
            fill(durationsKey, rules.durations(), durationsOutside, span, resource);
            Series durations = state.durations.find(durationsKey);
            if (durations == null) {
                durations =
                        begin(
                                state.durations,
                                durationsKey,
                                rules.durations(),
                                span,
                                resource,
                                scope);
            }
            add(durations, span, duration, times);
        }
        if (rules.countsEvents()) {
            for (SpanEvent event : span.events()) {
                countEvent(event, span, scope, state, duration, times);
            }
        }
    }

    private void countEvent(
            SpanEvent event,
            Span span,
            InstrumentationScope scope,
            ResourceState state,
            double duration,
            long times) {
        List<Attributes> others = List.of(event.attributes(), resource.getFirst());
        DimensionSet dimensions = rules.events();
        Value.@Nullable Str[] outside = new Value.Str[dimensions.size()];
        for (int i = 0; i < outside.length; i++) {
            Value value = dimensions.outside(i, others);
            outside[i] = value == null ? null : DimensionText.of(value);
        }
        fill(eventsKey, dimensions, outside, span, others);
        Series series = state.events.find(eventsKey);
        if (series == null) {
            series = begin(state.events, eventsKey, dimensions, span, others, scope);
        }
        add(series, span, duration, times);
    }

    private void fill(
            SeriesKey key,
            DimensionSet dimensions,
            Value.@Nullable Str[] outside,
            Span span,
            List<Attributes> others) {
        int kind = known(span.kindValue(), 5) & kindMask;
        int status = known(span.hasStatus() ? span.status().codeValue() : 0, 2) & statusMask;
        int sampling = rules.tellsSampling() && adjusted.isAdjusted() ? 1 : 0;
        key.begin(
                namesService ? service : NONE,
                kind << 8 | status << 1 | sampling,
                namesSpans ? span.nameUtf8() : NONE);
        for (int i = 0; i < outside.length; i++) {
            Value own = span.attributes().get(dimensions.name(i));
            key.add(own == null ? outside[i] : DimensionText.of(own));
        }
        if (dimensions.hasGlobs()) {
            for (KeyValue entry : dimensions.matches(span.attributes(), others)) {
                key.add(entry.keyText());
                key.add(DimensionText.of(entry.value()));
            }
        }
    }

    /** All numbers that OTLP does not name are one. */
    private static int known(int number, int most) {
        return number < 0 || number > most ? most + 1 : number;
    }

    private Series begin(
            SeriesTable table,
            SeriesKey key,
            DimensionSet dimensions,
            Span span,
            List<Attributes> others,
            InstrumentationScope scope) {
        return table.add(
                key,
                labels.of(dimensions, span, others, service, scope, adjusted.isAdjusted()),
                nowNanos);
    }

    private void add(Series series, Span span, double duration, long times) {
        series.add(duration, times, nowNanos);
        if (rules.exemplars() > 0) {
            series.addExample(span, duration, rules.exemplars());
        }
    }

    /** 0 where the end is not after the start. */
    private double duration(Span span) {
        long start = span.startTimeUnixNano();
        long end = span.endTimeUnixNano();
        if (Long.compareUnsigned(end, start) <= 0) {
            return 0;
        }
        long nanos = end - start;
        double unsigned = nanos >= 0 ? nanos : (nanos >>> 1) * 2.0;
        return unsigned / rules.unit().nanos();
    }
}
