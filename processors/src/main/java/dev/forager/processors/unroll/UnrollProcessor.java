// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.unroll;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Logs;
import dev.forager.pdata.ResourceLogs;
import dev.forager.pdata.ScopeLogs;
import dev.forager.pdata.Telemetry;
import dev.forager.pdata.Value;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Processor;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a record for each element in the place of a record whose body is a list; all else is copied.
 * Thread-safe; holds no data.
 */
final class UnrollProcessor implements Processor {
    private final boolean recursive;
    private final Consumer next;

    UnrollProcessor(boolean recursive, Consumer next) {
        this.recursive = recursive;
        this.next = next;
    }

    @Override
    public void consume(Telemetry telemetry, Context context) throws ConsumeException {
        if (telemetry instanceof Logs logs) {
            for (ResourceLogs group : logs.resources()) {
                for (ScopeLogs scope : group.scopes()) {
                    unroll(scope.records());
                }
            }
        }
        next.consume(telemetry, context);
    }

    private void unroll(List<LogRecord> records) {
        boolean hasLists = false;
        for (LogRecord record : records) {
            hasLists |= record.body() instanceof Value.Arr;
        }
        if (!hasLists) {
            return;
        }
        var unrolled = new ArrayList<LogRecord>();
        for (LogRecord record : records) {
            if (record.body() instanceof Value.Arr list) {
                unroll(record, list, unrolled);
            } else {
                unrolled.add(record);
            }
        }
        records.clear();
        records.addAll(unrolled);
    }

    private void unroll(LogRecord record, Value.Arr list, List<LogRecord> unrolled) {
        for (Value element : list.values()) {
            if (recursive && element instanceof Value.Arr inner) {
                unroll(record, inner, unrolled);
            } else {
                unrolled.add(record.copy().body(element));
            }
        }
    }
}
