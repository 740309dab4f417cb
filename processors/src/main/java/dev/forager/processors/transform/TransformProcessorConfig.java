// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Statements of OTTL by signal: either a list of statements, or a list of groups. */
public record TransformProcessorConfig(
        @Doc("What happens when a statement fails on an item.")
                @Default("ignore")
                @RefusesNull("unknown error mode")
                ErrorMode errorMode,
        @Doc("Statements on traces: contexts resource, scope, span, spanevent.")
                @Default("[]")
                @RefusesNull("invalid trace_statements type, expected: array, got: nil")
                List<StatementItem> traceStatements,
        @Doc("Statements on metrics: contexts resource, scope, metric, datapoint, exemplar.")
                @Default("[]")
                @RefusesNull("invalid metric_statements type, expected: array, got: nil")
                List<StatementItem> metricStatements,
        @Doc("Statements on logs: contexts resource, scope, log.")
                @Default("[]")
                @RefusesNull("invalid log_statements type, expected: array, got: nil")
                List<StatementItem> logStatements,
        @Doc("Statements on profiles: contexts resource, scope, profile, profilesample.")
                @Default("[]")
                @RefusesNull("invalid profile_statements type, expected: array, got: nil")
                List<StatementItem> profileStatements,
        @Doc("What has a resource and scope of its own while the statements run.") @Default("{}")
                Flatten flatten,
        @Doc("Former name of `flatten::log`.") @Default("false") boolean flattenData) {
    /** Items that statements edit without their neighbours. */
    public record Flatten(
            @Doc(
                            "Each log record; alike resources and scopes are brought together afterwards."
                                    + " Needs the feature gate `transform.flatten.logs`.")
                    @Default("false")
                    boolean log) {}

    public TransformProcessorConfig {
        traceStatements = List.copyOf(traceStatements);
        metricStatements = List.copyOf(metricStatements);
        logStatements = List.copyOf(logStatements);
        profileStatements = List.copyOf(profileStatements);
        Map<Signal, List<StatementItem>> bySignal = new EnumMap<>(Signal.class);
        bySignal.put(Signal.TRACES, traceStatements);
        bySignal.put(Signal.METRICS, metricStatements);
        bySignal.put(Signal.LOGS, logStatements);
        bySignal.put(Signal.PROFILES, profileStatements);
        check(bySignal);
        traceStatements = grouped(traceStatements);
        metricStatements = grouped(metricStatements);
        logStatements = grouped(logStatements);
        profileStatements = grouped(profileStatements);
    }

    boolean flattensLogs() {
        return flatten.log || flattenData;
    }

    /** So the collector prints it too. */
    private static List<StatementItem> grouped(List<StatementItem> items) {
        return List.copyOf(StatementGroups.grouped(items));
    }

    List<StatementItem> statements(Signal signal) {
        return switch (signal) {
            case TRACES -> traceStatements;
            case METRICS -> metricStatements;
            case LOGS -> logStatements;
            case PROFILES -> profileStatements;
        };
    }

    /** Says all that is wrong at once, whatever the signal. */
    private static void check(Map<Signal, List<StatementItem>> bySignal) {
        List<OttlProblem> problems = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        bySignal.forEach(
                (signal, items) -> {
                    checkStyle(key(signal), items);
                    int before = problems.size();
                    StatementGroups.check(signal, items, problems);
                    if (problems.size() > before) {
                        keys.add(key(signal));
                    }
                });
        if (!problems.isEmpty()) {
            String key = keys.size() == 1 ? keys.getFirst() : null;
            refuse(InvalidConfigException.ofLines(OttlException.text(problems), key));
        }
    }

    private static String key(Signal signal) {
        return switch (signal) {
            case TRACES -> "trace_statements";
            case METRICS -> "metric_statements";
            case LOGS -> "log_statements";
            case PROFILES -> "profile_statements";
        };
    }

    /** As upstream: plain statements behind all groups are one more group. */
    private static void checkStyle(String key, List<StatementItem> items) {
        boolean isMixed = false;
        for (int i = 1; i < items.size(); i++) {
            isMixed |=
                    items.get(i) instanceof StatementItem.Group
                            && items.get(i - 1) instanceof StatementItem.Basic;
        }
        require(
                !isMixed,
                key,
                "configuring multiple configuration styles is not supported, please use only Basic"
                        + " configuration or only Advanced configuration");
    }
}
