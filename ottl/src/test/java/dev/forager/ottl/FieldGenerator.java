// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Random statements that read and write the fields of spans, events, metrics, data points, scopes
 * and resources, mostly with values that do not fit. The same seed gives the same statements.
 */
final class FieldGenerator {
    private static final List<OttlContext> CONTEXTS =
            List.of(
                    OttlContext.SPAN,
                    OttlContext.SPAN,
                    OttlContext.SPAN,
                    OttlContext.SPAN_EVENT,
                    OttlContext.METRIC,
                    OttlContext.METRIC,
                    OttlContext.DATA_POINT,
                    OttlContext.DATA_POINT,
                    OttlContext.DATA_POINT,
                    OttlContext.SCOPE,
                    OttlContext.RESOURCE);
    private static final List<String> RESOURCE =
            List.of("attributes", "attributes[\"tier\"]", "dropped_attributes_count", "schema_url");
    private static final List<String> SCOPE =
            List.of(
                    "name",
                    "attributes",
                    "attributes[\"a\"]",
                    "dropped_attributes_count",
                    "schema_url");
    private static final List<String> SPAN =
            List.of(
                    "trace_id",
                    "trace_id.string",
                    "span_id",
                    "span_id.string",
                    "parent_span_id",
                    "parent_span_id.string",
                    "trace_state",
                    "trace_state[\"k\"]",
                    "trace_state[\"new\"]",
                    "name",
                    "kind",
                    "kind.string",
                    "kind.deprecated_string",
                    "start_time_unix_nano",
                    "end_time_unix_nano",
                    "start_time",
                    "end_time",
                    "dropped_attributes_count",
                    "events",
                    "dropped_events_count",
                    "links",
                    "dropped_links_count",
                    "status",
                    "status.code",
                    "status.message",
                    "flags");
    private static final List<String> EVENT =
            List.of("name", "time", "time_unix_nano", "dropped_attributes_count");
    private static final List<String> METRIC =
            List.of(
                    "name",
                    "description",
                    "unit",
                    "type",
                    "aggregation_temporality",
                    "is_monotonic",
                    "data_points",
                    "metadata",
                    "metadata[\"str\"]");
    private static final List<String> POINT =
            List.of(
                    "start_time_unix_nano",
                    "time_unix_nano",
                    "start_time",
                    "time",
                    "value_double",
                    "value_int",
                    "value_double",
                    "value_int",
                    "exemplars",
                    "flags",
                    "count",
                    "sum",
                    "bucket_counts",
                    "explicit_bounds",
                    "scale",
                    "zero_count",
                    "positive",
                    "positive.offset",
                    "positive.bucket_counts",
                    "negative",
                    "negative.offset",
                    "negative.bucket_counts",
                    "quantile_values");
    private static final List<String> ATTRIBUTES =
            Stream.of("", "str", "num", "dbl", "yes", "list", "map", "none")
                    .map(key -> key.isEmpty() ? "attributes" : "attributes[\"" + key + "\"]")
                    .toList();

    /** What each context sees: itself first, then what it belongs to. */
    private static final Map<OttlContext, List<String>> LEVELS =
            Map.of(
                    OttlContext.SPAN, List.of("span", "scope", "resource"),
                    OttlContext.SPAN_EVENT, List.of("spanevent", "span", "resource"),
                    OttlContext.METRIC, List.of("metric", "scope", "resource"),
                    OttlContext.DATA_POINT, List.of("datapoint", "metric", "resource"),
                    OttlContext.SCOPE, List.of("scope", "resource"),
                    OttlContext.RESOURCE, List.of("resource"));

    private static final List<String> LITERALS =
            List.of(
                    "nil",
                    "true",
                    "0",
                    "1",
                    "2",
                    "7",
                    "-1",
                    "1700000000000000001",
                    "4294967296",
                    "0.0",
                    "1.5",
                    "-2.25",
                    "\"\"",
                    "\"text\"",
                    "\"Server\"",
                    "\"SPAN_KIND_CLIENT\"",
                    "\"a=b,k=w\"",
                    "\"000102030405060708090a0b0c0d0e0f\"",
                    "\"0001020304050607\"",
                    "0x0001020304050607",
                    "[]",
                    "[1, 2, 3]",
                    "[1.5, 2.5]",
                    "[\"a\", 1]",
                    "{}",
                    "{\"k\": 1, \"m\": {\"x\": [true]}}",
                    "TraceID(0x0f0e0d0c0b0a09080706050403020100)",
                    "SpanID(0x0706050403020100)",
                    "Time(\"2024-01-02 03:04:05\", \"%Y-%m-%d %H:%M:%S\", \"UTC\")",
                    "Duration(\"1500ms\")",
                    "Split(\"a b\", \" \")",
                    "ParseJSON(\"{\\\"j\\\": [1, null]}\")");
    private static final List<String> ENUMS_OF_TRACES =
            List.of("SPAN_KIND_SERVER", "STATUS_CODE_ERROR");
    private static final List<String> ENUMS_OF_METRICS =
            List.of(
                    "AGGREGATION_TEMPORALITY_DELTA",
                    "METRIC_DATA_TYPE_SUM",
                    "METRIC_DATA_TYPE_GAUGE");
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");

    private final SplittableRandom random;

    FieldGenerator(SplittableRandom random) {
        this.random = random;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** A context of statements. */
    OttlContext context() {
        return any(CONTEXTS);
    }

    /** A statement, with a condition in a third of the cases. */
    String statement(OttlContext context) {
        return editor(context) + (random.nextInt(3) == 0 ? " where " + condition(context) : "");
    }

    private List<String> levels(OttlContext context) {
        List<String> levels = LEVELS.get(context);
        if (levels == null) {
            throw new IllegalArgumentException("context: " + context);
        }
        return levels;
    }

    private String path(OttlContext context) {
        List<String> levels = levels(context);
        String level = levels.get(random.nextInt(5) == 0 ? random.nextInt(levels.size()) : 0);
        boolean attributes =
                random.nextInt(5) == 0 && !level.equals("metric") && !level.equals("scope");
        List<String> fields =
                switch (level) {
                    case "span" -> SPAN;
                    case "spanevent" -> EVENT;
                    case "metric" -> METRIC;
                    case "datapoint" -> POINT;
                    case "scope" -> SCOPE;
                    default -> RESOURCE;
                };
        return level + "." + any(attributes ? ATTRIBUTES : fields);
    }

    /** A place for any value that an attribute can hold. */
    private String out(OttlContext context) {
        String level = levels(context).getFirst();
        return level.equals("metric") ? "metric.metadata[\"out\"]" : level + ".attributes[\"out\"]";
    }

    private String map(OttlContext context) {
        String level = levels(context).getFirst();
        return level.equals("metric") ? "metric.metadata" : level + ".attributes";
    }

    private String value(OttlContext context) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> path(context);
            case 2 -> any(levels(context).contains("span") ? ENUMS_OF_TRACES : ENUMS_OF_METRICS);
            default -> any(LITERALS);
        };
    }

    private String reading(OttlContext context) {
        String path = path(context);
        return switch (random.nextInt(8)) {
            case 0 -> "String(" + path + ")";
            case 1 -> "Len(" + path + ")";
            case 2 -> "Int(" + path + ")";
            case 3 -> "Concat([" + path + ", " + path(context) + "], \"|\")";
            case 4 -> path + " + 1";
            case 5 -> "Format(\"%v\", [" + path + "])";
            default -> path;
        };
    }

    private String editor(OttlContext context) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> "set(" + out(context) + ", " + reading(context) + ")";
            case 3 -> "clear(" + path(context) + ")";
            case 4 -> "append(" + path(context) + ", " + any(LITERALS) + ")";
            case 5 ->
                    any(List.of(
                                    "keep_keys(%s, [\"str\"])",
                                    "delete_key(%s, \"str\")",
                                    "delete_matching_keys(%s, \"^[sn]\")",
                                    "truncate_all(%s, 2)",
                                    "flatten(%s)",
                                    "limit(%s, 2, [])",
                                    "replace_all_patterns(%s, \"value\", \"[a-z]\", \"_\")",
                                    "merge_maps(%s, {\"new\": 1, \"str\": 2}, \"update\")"))
                            .formatted(random.nextInt(3) == 0 ? path(context) : map(context));
            default -> "set(" + path(context) + ", " + value(context) + ")";
        };
    }

    private String condition(OttlContext context) {
        return switch (random.nextInt(6)) {
            case 0 -> "IsMatch(" + path(context) + ", \"[0-9a]\")";
            case 1 -> path(context) + " != nil";
            case 2 -> path(context) + " == " + path(context);
            default -> path(context) + " " + any(COMPARISONS) + " " + value(context);
        };
    }
}
