// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.filter;

import static dev.forager.pipeline.config.Validation.refuse;
import static dev.forager.pipeline.config.Validation.require;

import dev.forager.ottl.ErrorMode;
import dev.forager.ottl.OttlException;
import dev.forager.ottl.OttlProblem;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.RefusesNull;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is dropped, by signal. */
public record FilterProcessorConfig(
        @Doc("What happens when a condition fails on an item; the item stays.")
                @Default("ignore")
                @RefusesNull("unknown error mode")
                ErrorMode errorMode,
        @Doc("OTTL conditions on resources, scopes, spans and their events.")
                @Default("[]")
                @RefusesNull("invalid trace_conditions type, expected: array, got: nil")
                List<ConditionItem> traceConditions,
        @Doc("OTTL conditions on resources, scopes, metrics and data points.")
                @Default("[]")
                @RefusesNull("invalid metric_conditions type, expected: array, got: nil")
                List<ConditionItem> metricConditions,
        @Doc("OTTL conditions on resources, scopes and log records.")
                @Default("[]")
                @RefusesNull("invalid log_conditions type, expected: array, got: nil")
                List<ConditionItem> logConditions,
        @Doc("OTTL conditions on resources, scopes and profiles.")
                @Default("[]")
                @RefusesNull("invalid profile_conditions type, expected: array, got: nil")
                List<ConditionItem> profileConditions,
        @Doc("Former filters of spans; without effect beside trace_conditions.")
                @Nullable SpanFilters spans,
        @Doc("Former conditions on traces; use trace_conditions.") @Nullable TraceFilters traces,
        @Doc("Former filters of metrics; use metric_conditions.") @Nullable MetricFilters metrics,
        @Doc("Former filters of logs; use log_conditions.") @Nullable LogFilters logs,
        @Doc("Former conditions on profiles; use profile_conditions.")
                @Nullable ProfileFilters profiles) {
    private static final String BOTH_FORMER = "cannot use %s and %s at the same time";

    public FilterProcessorConfig {
        boolean spanMatches = spans != null && (spans.include() != null || spans.exclude() != null);
        boolean spanConditions = traces != null && !traces.isEmpty();
        require(
                !(spanMatches && spanConditions),
                BOTH_FORMER.formatted(
                        "\"traces.resource\", \"traces.span\", \"traces.spanevent\"",
                        "the span settings \"spans.include\", \"spans.exclude\""));
        boolean metricMatches = metrics != null && metrics.hasMatches();
        boolean oldMetricConditions = metrics != null && metrics.hasConditions();
        require(
                !(metricMatches && oldMetricConditions),
                BOTH_FORMER.formatted(
                        "\"metrics.resource\", \"metrics.metric\", \"metrics.datapoint\"",
                        "the settings \"metrics.include\", \"metrics.exclude\""));
        boolean logMatches = logs != null && logs.hasMatches();
        boolean oldLogConditions = logs != null && logs.hasConditions();
        require(
                !(logMatches && oldLogConditions),
                BOTH_FORMER.formatted(
                        "\"logs.resource\", \"logs.log_record\"",
                        "the settings \"logs.include\", \"logs.exclude\""));
        style(
                traceConditions,
                spanConditions,
                "trace",
                "\"traces.resource\", \"traces.span\", \"traces.spanevent\"");
        style(
                metricConditions,
                metricMatches || oldMetricConditions,
                "metric",
                "\"metrics.resource\", \"metrics.metric\", \"metrics.datapoint\","
                        + " \"metrics.include\", \"metrics.exclude\"");
        style(
                logConditions,
                logMatches || oldLogConditions,
                "log",
                "\"logs.resource\", \"logs.log_record\", \"logs.include\", \"logs.exclude\"");
        style(
                profileConditions,
                profiles != null && !profiles.isEmpty(),
                "profile",
                "\"profiles.resource\", \"profiles.profile\"");
        SpanFilters asked = traceConditions.isEmpty() ? spans : null;
        List<OttlProblem> problems = new ArrayList<>();
        problems.addAll(
                Filters.problems(Signal.TRACES, traceConditions, it -> it.traces(asked, traces)));
        problems.addAll(
                Filters.problems(Signal.METRICS, metricConditions, it -> it.metrics(metrics)));
        problems.addAll(Filters.problems(Signal.LOGS, logConditions, it -> it.logs(logs)));
        problems.addAll(
                Filters.problems(Signal.PROFILES, profileConditions, it -> it.profiles(profiles)));
        if (!problems.isEmpty()) {
            refuse(InvalidConfigException.ofLines(OttlException.text(problems), null));
        }
        traceConditions = grouped(traceConditions);
        metricConditions = grouped(metricConditions);
        logConditions = grouped(logConditions);
        profileConditions = grouped(profileConditions);
    }

    List<ConditionItem> conditions(Signal signal) {
        return switch (signal) {
            case TRACES -> traceConditions;
            case METRICS -> metricConditions;
            case LOGS -> logConditions;
            case PROFILES -> profileConditions;
        };
    }

    /** So the collector prints it too. */
    private static List<ConditionItem> grouped(List<ConditionItem> items) {
        return List.copyOf(Filters.grouped(items));
    }

    private static void style(
            List<ConditionItem> conditions, boolean hasFormer, String signal, String former) {
        String key = signal + "_conditions";
        require(
                conditions.isEmpty() || !hasFormer,
                key,
                "cannot use context inferred %s conditions \"%s\" and the settings %s at the same time"
                        .formatted(signal, key, former));
        long basic = conditions.stream().filter(ConditionItem.Basic.class::isInstance).count();
        require(
                basic == 0 || basic == conditions.size(),
                key,
                "configuring multiple configuration styles is not supported, please use only Basic"
                        + " configuration or only Advanced configuration");
    }
}
