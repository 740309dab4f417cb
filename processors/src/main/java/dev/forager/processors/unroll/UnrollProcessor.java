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

    /** As in the Go collector, what is unrolled goes behind all that was there. */
    private void unroll(List<LogRecord> records) {
        if (records.stream().noneMatch(UnrollProcessor::isList)) {
            return;
        }
        int given = records.size();
        var all = new ArrayList<>(records);
        for (int i = 0; i < (recursive ? all.size() : given); i++) {
            LogRecord record = all.get(i);
            if (record.body() instanceof Value.Arr list) {
                list.values().forEach(element -> all.add(record.copy().body(element)));
            }
        }
        records.clear();
        for (int i = 0; i < all.size(); i++) {
            boolean isUnrolled = (recursive || i < given) && isList(all.get(i));
            if (!isUnrolled) {
                records.add(all.get(i));
            }
        }
    }

    private static boolean isList(LogRecord record) {
        return record.body() instanceof Value.Arr;
    }
}
