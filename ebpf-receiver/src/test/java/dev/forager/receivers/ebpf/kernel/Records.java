// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.kernel;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.Payload;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ScopeLogs;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The log records of a control group. Immutable. */
final class Records {
    private final List<LogRecord> records;

    private Records(List<LogRecord> records) {
        this.records = records;
    }

    /** Those of one group. */
    static Records of(List<Payload> payloads, TestCgroup cgroup) {
        List<LogRecord> found = new ArrayList<>();
        for (Payload each : payloads) {
            for (ResourceLogs resource : ((Logs) each.open()).resources()) {
                Attributes of = resource.resource().attributes();
                if (of.getString("process.linux.cgroup", "").equals(cgroup.path())) {
                    for (ScopeLogs scope : resource.scopes()) {
                        found.addAll(scope.records());
                    }
                }
            }
        }
        return new Records(found);
    }

    /** Those of an event. */
    Records named(String eventName) {
        return where(each -> each.eventName().equals(eventName));
    }

    /** Those with an attribute of this value. */
    Records with(String key, Object value) {
        return where(each -> String.valueOf(each.attributes().get(key)).equals(value.toString()));
    }

    Records where(Predicate<LogRecord> condition) {
        return new Records(records.stream().filter(condition).toList());
    }

    List<LogRecord> all() {
        return records;
    }
}
