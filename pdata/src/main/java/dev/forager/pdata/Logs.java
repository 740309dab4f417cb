// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.List;

/**
 * Log records, by resource and scope.
 *
 * <pre>{@code
 * for (LogRecord record : logs.records()) {
 *     record.attributes().remove("password");
 * }
 * logs.removeIf((resource, scope, record) -> record.severityNumberValue() < 9);
 * }</pre>
 */
public final class Logs extends Handle<ExportLogsServiceRequest> implements Telemetry {
    Logs(Payload payload) {
        super(payload);
    }

    /** A handle on no records, to be filled. */
    public static Logs create() {
        return new Logs(Payload.empty(Signal.LOGS));
    }

    @Override
    public List<ResourceLogs> resources() {
        return root().resources();
    }

    /** A new, empty group for a resource, at the end. */
    public ResourceLogs addResource() {
        return root().addResource();
    }

    /** Every log record, whatever its resource and scope. The iterator can remove. */
    public Iterable<LogRecord> records() {
        return () ->
                new Flattened<>(
                        () -> new Flattened<>(resources(), ResourceLogs::scopes),
                        ScopeLogs::records);
    }

    /** Removes records; scopes and resources left without any go with them. Says how many. */
    public int removeIf(LogPredicate drop) {
        int before = itemCount();
        resources().removeIf(group -> lastWent(group, drop));
        return before - itemCount();
    }

    private static boolean lastWent(ResourceLogs group, LogPredicate drop) {
        return group.scopes().removeIf(scope -> lastWent(group, scope, drop))
                && group.scopes().isEmpty();
    }

    private static boolean lastWent(ResourceLogs group, ScopeLogs scope, LogPredicate drop) {
        return scope.records()
                        .removeIf(record -> drop.test(group.resource(), scope.scope(), record))
                && scope.records().isEmpty();
    }

    @Override
    ExportLogsServiceRequest newRoot() {
        return new ExportLogsServiceRequest(false);
    }

    @Override
    int countItems(ExportLogsServiceRequest content) {
        return content.resourcesList().sum(Logs::count, ItemCounter.LOG_RECORDS.below(1));
    }

    private static int count(ResourceLogs group) {
        return group.scopesList()
                .sum(scope -> scope.records().size(), ItemCounter.LOG_RECORDS.below(2));
    }

    /** Which log records to remove. */
    @FunctionalInterface
    public interface LogPredicate {
        /** True for a record to remove. */
        boolean test(Resource resource, InstrumentationScope scope, LogRecord record);
    }
}
