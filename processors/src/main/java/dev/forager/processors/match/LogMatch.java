// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.ValueText;
import org.jspecify.annotations.Nullable;

/** What a log record itself must look like. */
record LogMatch(
        Surroundings surroundings,
        @Nullable AttributeMatches attributes,
        @Nullable TextSet bodies,
        @Nullable TextSet severityTexts,
        MatchProperties.@Nullable SeverityMatch severity) {
    static @Nullable LogMatch of(@Nullable MatchProperties config) {
        if (config == null) {
            return null;
        }
        config.requireForLogs();
        return new LogMatch(
                Surroundings.of(config),
                AttributeMatches.of(config.attributes(), config, "attribute"),
                TextSet.of(config.logBodies(), config, "log record body"),
                TextSet.of(config.logSeverityTexts(), config, "log record severity text"),
                config.logSeverityNumber());
    }

    boolean matches(LogRecord record) {
        return (bodies == null || bodies.matches(ValueText.of(record.body())))
                && (severityTexts == null || severityTexts.matches(record.severityText()))
                && (severity == null || matches(severity, record.severityNumberValue()))
                && (attributes == null || attributes.matches(record.attributes()));
    }

    private static boolean matches(MatchProperties.SeverityMatch severity, int number) {
        return number == 0 ? severity.matchUndefined() : number >= severity.min();
    }
}
