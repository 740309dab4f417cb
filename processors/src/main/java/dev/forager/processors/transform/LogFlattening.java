// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform;

import dev.forager.pdata.ContentKey;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ScopeLogs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The option {@code flatten::log}: before the statements each log record gets a resource and a
 * scope of its own, so that an edit of them concerns that record alone; afterwards records whose
 * resource and scope are alike stand together again, in the order in which they first came.
 *
 * <p>Unlike the Go collector, which forgets a resource's schema URL and the counts of dropped
 * attributes, all of a resource and scope is copied, and what differs in its schema URL stays
 * apart.
 */
final class LogFlattening {
    private LogFlattening() {}

    /** Gives each record a resource and scope of its own; resources without records vanish. */
    static void flatten(Logs logs) {
        List<ResourceLogs> grouped = new ArrayList<>(logs.resources());
        logs.resources().clear();
        for (ResourceLogs group : grouped) {
            for (ScopeLogs scope : group.scopes()) {
                for (LogRecord record : scope.records()) {
                    logs.addResource()
                            .resource(group.resource().copy())
                            .schemaUrl(group.schemaUrl())
                            .addScope()
                            .scope(scope.scope().copy())
                            .schemaUrl(scope.schemaUrl())
                            .records()
                            .add(record);
                }
            }
        }
    }

    /** Brings together what has the same resource, and below it what has the same scope. */
    static void regroup(Logs logs) {
        var builder = new ContentKey.Builder();
        Map<ContentKey, ResourceLogs> known = new HashMap<>();
        List<ResourceLogs> kept = new ArrayList<>();
        for (ResourceLogs group : logs.resources()) {
            ContentKey key =
                    builder.truncate(0)
                            .add(group.resource().attributes())
                            .add(group.schemaUrl())
                            .build();
            ResourceLogs first = known.putIfAbsent(key, group);
            if (first == null) {
                kept.add(group);
            } else {
                first.scopes().addAll(group.scopes());
            }
        }
        logs.resources().clear();
        logs.resources().addAll(kept);
        kept.forEach(group -> regroup(group, builder));
    }

    private static void regroup(ResourceLogs group, ContentKey.Builder builder) {
        Map<ContentKey, ScopeLogs> known = new HashMap<>();
        List<ScopeLogs> kept = new ArrayList<>();
        for (ScopeLogs scope : group.scopes()) {
            ContentKey key =
                    builder.truncate(0)
                            .add(scope.scope().name())
                            .add(scope.scope().version())
                            .add(scope.scope().attributes())
                            .add(scope.schemaUrl())
                            .build();
            ScopeLogs first = known.putIfAbsent(key, scope);
            if (first == null) {
                kept.add(scope);
            } else {
                first.records().addAll(scope.records());
            }
        }
        if (kept.size() < group.scopes().size()) {
            group.scopes().clear();
            group.scopes().addAll(kept);
        }
    }
}
