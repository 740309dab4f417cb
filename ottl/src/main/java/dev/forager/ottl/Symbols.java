// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The enums that contexts know. */
final class Symbols {
    private static final Map<String, Long> SPAN =
            merged(
                    numbered(
                            "SPAN_KIND_",
                            "UNSPECIFIED",
                            "INTERNAL",
                            "SERVER",
                            "CLIENT",
                            "PRODUCER",
                            "CONSUMER"),
                    numbered("STATUS_CODE_", "UNSET", "OK", "ERROR"));

    private static final Map<String, Long> METRIC =
            merged(
                    numbered("AGGREGATION_TEMPORALITY_", "UNSPECIFIED", "DELTA", "CUMULATIVE"),
                    numbered(
                            "METRIC_DATA_TYPE_",
                            "NONE",
                            "GAUGE",
                            "SUM",
                            "HISTOGRAM",
                            "EXPONENTIAL_HISTOGRAM",
                            "SUMMARY"));

    private static final Map<String, Long> DATA_POINT =
            merged(METRIC, numbered("FLAG_", "NONE", "NO_RECORDED_VALUE"));

    private static final Map<String, Long> LOG = severities();

    private Symbols() {}

    @SafeVarargs
    private static Map<String, Long> merged(Map<String, Long>... parts) {
        Map<String, Long> all = new HashMap<>();
        for (Map<String, Long> part : parts) {
            all.putAll(part);
        }
        return Map.copyOf(all);
    }

    private static Map<String, Long> numbered(String prefix, String... names) {
        Map<String, Long> numbers = new HashMap<>();
        for (String name : names) {
            numbers.put(prefix + name, (long) numbers.size());
        }
        return numbers;
    }

    private static Map<String, Long> severities() {
        Map<String, Long> numbers = new HashMap<>();
        numbers.put("SEVERITY_NUMBER_UNSPECIFIED", 0L);
        for (String level : List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")) {
            for (int step = 1; step <= 4; step++) {
                String name = "SEVERITY_NUMBER_" + level + (step == 1 ? "" : step);
                numbers.put(name, (long) numbers.size());
            }
        }
        return Map.copyOf(numbers);
    }

    /** The enums of a context by name. */
    static Map<String, Long> of(OttlContext context) {
        return switch (context) {
            case SPAN, SPAN_EVENT -> SPAN;
            case METRIC -> METRIC;
            case DATA_POINT, EXEMPLAR -> DATA_POINT;
            case LOG -> LOG;
            case RESOURCE, SCOPE, PROFILE, PROFILE_SAMPLE -> Map.of();
        };
    }
}
