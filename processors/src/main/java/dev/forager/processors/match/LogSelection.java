// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.match;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ScopeLogs;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The log records to work on. Thread-safe. */
@FunctionalInterface
public interface LogSelection {
    /** Calls back for each selected record; the resources and scopes of others are not opened. */
    void forEach(Logs logs, Consumer<? super LogRecord> action);

    /**
     * The records that a configuration selects.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException when its keys do not suit logs
     */
    static LogSelection of(MatchConfig config) {
        LogMatch include = LogMatch.of(config.include());
        LogMatch exclude = LogMatch.of(config.exclude());
        return (logs, action) -> {
            for (ResourceLogs group : logs.resources()) {
                if (include == null || include.surroundings().matches(group.resource())) {
                    boolean suspect =
                            exclude != null && exclude.surroundings().matches(group.resource());
                    visit(group, include, suspect ? exclude : null, action);
                }
            }
        };
    }

    private static void visit(
            ResourceLogs group,
            @Nullable LogMatch include,
            @Nullable LogMatch exclude,
            Consumer<? super LogRecord> action) {
        for (ScopeLogs scope : group.scopes()) {
            if (include != null && !include.surroundings().matches(scope.scope())) {
                continue;
            }
            boolean suspect = exclude != null && exclude.surroundings().matches(scope.scope());
            for (LogRecord record : scope.records()) {
                if ((include == null || include.matches(record))
                        && !(suspect && exclude != null && exclude.matches(record))) {
                    action.accept(record);
                }
            }
        }
    }
}
