// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.ottl.ErrorMode;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.InvalidConfigException;
import java.util.List;

/** Statements of OTTL by signal: either a list of statements, or a list of groups. */
public record TransformProcessorConfig(
        @Doc("What happens when a statement fails on an item.") @Default("ignore")
                ErrorMode errorMode,
        @Doc("Statements on traces: contexts resource, scope, span, spanevent.") @Default("[]")
                List<StatementItem> traceStatements,
        @Doc("Statements on metrics: contexts resource, scope, metric, datapoint, exemplar.")
                @Default("[]")
                List<StatementItem> metricStatements,
        @Doc("Statements on logs: contexts resource, scope, log.") @Default("[]")
                List<StatementItem> logStatements,
        @Doc("Statements on profiles: contexts resource, scope, profile, profilesample.")
                @Default("[]")
                List<StatementItem> profileStatements,
        @Doc("Regroups log records by edited resource and scope; not supported.") @Default("false")
                boolean flattenData) {
    public TransformProcessorConfig {
        traceStatements = List.copyOf(traceStatements);
        metricStatements = List.copyOf(metricStatements);
        logStatements = List.copyOf(logStatements);
        profileStatements = List.copyOf(profileStatements);
        require(
                !flattenData,
                "flatten_data",
                "'flatten_data' requires the 'transform.flatten.logs' feature gate to be enabled");
        check(Signal.TRACES, "trace_statements", traceStatements);
        check(Signal.METRICS, "metric_statements", metricStatements);
        check(Signal.LOGS, "log_statements", logStatements);
        check(Signal.PROFILES, "profile_statements", profileStatements);
    }

    List<StatementItem> statements(Signal signal) {
        return switch (signal) {
            case TRACES -> traceStatements;
            case METRICS -> metricStatements;
            case LOGS -> logStatements;
            case PROFILES -> profileStatements;
        };
    }

    private static void check(Signal signal, String key, List<StatementItem> items) {
        long basic = items.stream().filter(StatementItem.Basic.class::isInstance).count();
        require(
                basic == 0 || basic == items.size(),
                key,
                "configuring multiple configuration styles is not supported, please use only Basic"
                        + " configuration or only Advanced configuration");
        if (items.isEmpty()) {
            return;
        }
        try {
            StatementGroups.check(signal, items);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigException(String.valueOf(e.getMessage()), key);
        }
    }
}
