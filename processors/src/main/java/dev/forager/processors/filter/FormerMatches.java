// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import dev.forager.ottl.Cursor;
import dev.forager.ottl.OttlValues;
import dev.forager.pdata.DataPoint;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Gauge;
import dev.forager.pdata.Histogram;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Metric;
import dev.forager.pdata.MetricData;
import dev.forager.pdata.Span;
import dev.forager.pdata.Sum;
import dev.forager.pdata.Summary;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compiles {@code include} and {@code exclude} to what is dropped. Include comes first. */
final class FormerMatches {
    private static final Value.Str SERVICE_NAME = Value.Str.of("service.name");
    private static final List<String> KINDS =
            List.of(
                    "SPAN_KIND_UNSPECIFIED",
                    "SPAN_KIND_INTERNAL",
                    "SPAN_KIND_SERVER",
                    "SPAN_KIND_CLIENT",
                    "SPAN_KIND_PRODUCER",
                    "SPAN_KIND_CONSUMER");

    private FormerMatches() {}

    /** True for an item to drop. */
    static Predicate<Cursor> drop(
            @Nullable Predicate<Cursor> include, @Nullable Predicate<Cursor> exclude) {
        Predicate<Cursor> notIncluded = include == null ? cursor -> false : include.negate();
        return exclude == null ? notIncluded : notIncluded.or(exclude);
    }

    private static void add(
            List<Predicate<Cursor>> tests,
            @Nullable MatchType type,
            List<String> names,
            Function<Cursor, String> text) {
        if (!names.isEmpty()) {
            Predicate<String> match = TextMatch.any(type, names);
            tests.add(cursor -> match.test(text.apply(cursor)));
        }
    }

    private static void addResources(
            List<Predicate<Cursor>> tests,
            @Nullable MatchType type,
            List<AttributeMatch> attributes) {
        if (!attributes.isEmpty()) {
            AttributesMatch match = new AttributesMatch(type, attributes);
            tests.add(cursor -> match.matches(cursor.resource().attributes()));
        }
    }

    private static Predicate<Cursor> all(List<Predicate<Cursor>> tests) {
        List<Predicate<Cursor>> fixed = List.copyOf(tests);
        return cursor -> {
            for (Predicate<Cursor> test : fixed) {
                if (!test.test(cursor)) {
                    return false;
                }
            }
            return true;
        };
    }

    static @Nullable Predicate<Cursor> spans(@Nullable SpanMatch match) {
        if (match == null) {
            return null;
        }
        @Nullable MatchType type = match.matchType();
        List<Predicate<Cursor>> tests = new ArrayList<>();
        add(tests, type, match.services(), FormerMatches::service);
        add(tests, type, match.spanNames(), cursor -> cursor.span().name());
        add(tests, type, match.spanKinds(), cursor -> kind(cursor.span()));
        for (LibraryMatch library : match.libraries()) {
            Predicate<String> name = TextMatch.any(type, List.of(library.name()));
            Predicate<String> version =
                    library.version() == null
                            ? text -> true
                            : TextMatch.any(type, List.of(library.version()));
            tests.add(
                    cursor -> {
                        InstrumentationScope scope = cursor.scope();
                        return name.test(scope.name()) && version.test(scope.version());
                    });
        }
        addResources(tests, type, match.resources());
        if (!match.attributes().isEmpty()) {
            AttributesMatch attributes = new AttributesMatch(type, match.attributes());
            tests.add(cursor -> attributes.matches(cursor.span().attributes()));
        }
        return all(tests);
    }

    private static String service(Cursor cursor) {
        Value name = cursor.resource().attributes().get(SERVICE_NAME);
        return name == null ? "<nil-service-name>" : OttlValues.display(name).string();
    }

    private static String kind(Span span) {
        int kind = span.kindValue();
        return kind >= 0 && kind < KINDS.size() ? KINDS.get(kind) : "";
    }

    static @Nullable Predicate<Cursor> logs(@Nullable LogMatch match) {
        if (match == null || match.isEmpty()) {
            return null;
        }
        @Nullable MatchType type = match.matchType();
        List<Predicate<Cursor>> tests = new ArrayList<>();
        add(tests, type, match.bodies(), cursor -> text(cursor.log().body()));
        add(tests, type, match.severityTexts(), cursor -> cursor.log().severityText());
        SeverityMatch severity = match.severityNumber();
        if (severity != null) {
            int least = severity.number();
            boolean undefined = severity.matchUndefined();
            tests.add(cursor -> isSevere(cursor.log(), least, undefined));
        }
        addResources(tests, type, match.resourceAttributes());
        if (!match.recordAttributes().isEmpty()) {
            AttributesMatch attributes = new AttributesMatch(type, match.recordAttributes());
            tests.add(cursor -> attributes.matches(cursor.log().attributes()));
        }
        return all(tests);
    }

    private static String text(Value value) {
        return OttlValues.display(value).string();
    }

    private static boolean isSevere(LogRecord record, int least, boolean undefined) {
        int number = record.severityNumberValue();
        return number == 0 ? undefined : number >= least;
    }

    static @Nullable Predicate<Cursor> metrics(@Nullable MetricMatch match) {
        if (match == null) {
            return null;
        }
        if (match.matchType() == MatchType.EXPR) {
            return match.expressions().isEmpty() ? null : expressions(match.expressions());
        }
        if (match.metricNames().isEmpty()) {
            return null;
        }
        List<Predicate<Cursor>> tests = new ArrayList<>();
        add(tests, match.matchType(), match.metricNames(), cursor -> cursor.metric().name());
        return all(tests);
    }

    /** A metric matches when one of its points does; one without points matches nothing. */
    private static Predicate<Cursor> expressions(List<String> texts) {
        List<MetricTerm.Question> questions =
                texts.stream().map(MetricExpression::compile).toList();
        return cursor -> {
            Metric metric = cursor.metric();
            MetricData data = metric.data();
            if (data == null) {
                return false;
            }
            String type = kind(data);
            for (DataPoint each : data.dataPoints()) {
                var point = new MetricTerm.Point(metric.name(), type, each.attributes());
                if (questions.stream().anyMatch(question -> question.holds(point))) {
                    return true;
                }
            }
            return false;
        };
    }

    private static String kind(MetricData data) {
        return switch (data) {
            case Gauge _ -> "Gauge";
            case Sum _ -> "Sum";
            case Histogram _ -> "Histogram";
            case ExponentialHistogram _ -> "ExponentialHistogram";
            case Summary _ -> "Summary";
        };
    }

    static @Nullable Predicate<Cursor> metricResources(@Nullable MetricMatch match) {
        if (match == null || match.resourceAttributes().isEmpty()) {
            return null;
        }
        List<Predicate<Cursor>> tests = new ArrayList<>();
        addResources(tests, match.matchType(), match.resourceAttributes());
        return all(tests);
    }
}
