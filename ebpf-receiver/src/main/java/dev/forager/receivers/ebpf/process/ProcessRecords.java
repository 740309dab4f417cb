// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.SeverityNumber;
import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Records about a process: who it is and whose child. Thread-safe. */
public final class ProcessRecords {
    private final KernelClock clock;
    private final ProcessTable table;

    /** Records of this host. */
    public ProcessRecords(KernelClock clock, ProcessTable table) {
        this.clock = clock;
        this.table = table;
    }

    /** What a process runs; null if that is not known. */
    public @Nullable KnownProcess find(Origin origin) {
        return table.find(origin);
    }

    /** Attributes that say which process it is, by the names of the conventions. */
    public SequencedMap<String, Value> describe(Origin origin, @Nullable KnownProcess process) {
        SequencedMap<String, Value> to = new LinkedHashMap<>();
        to.put("process.pid", Value.of(origin.key().pid()));
        if (!origin.ancestors().isEmpty()) {
            to.put("process.parent_pid", Value.of(origin.ancestors().getFirst().key().pid()));
        }
        to.put("thread.name", Value.of(origin.comm()));
        String name = process == null ? origin.comm() : process.name();
        to.put("process.executable.name", Value.of(name));
        if (process != null) {
            to.put("process.executable.path", Value.of(process.executable()));
            if (!process.arguments().isEmpty()) {
                to.put("process.command_args", texts(process.arguments()));
            }
        }
        to.put("process.user.id", Value.of(origin.uid()));
        long created = clock.unixNanosSinceBoot(origin.startNanos());
        to.put(
                "process.creation.time",
                Value.of(Instant.ofEpochMilli(created / 1_000_000).toString()));
        addLineage(origin, to);
        return to;
    }

    private void addLineage(Origin origin, Map<String, Value> to) {
        List<String> names = new ArrayList<>();
        List<Value> pids = new ArrayList<>();
        for (Ancestor each : origin.ancestors()) {
            KnownProcess runs = table.find(each.key());
            names.add(runs == null ? each.comm() : runs.executable());
            pids.add(Value.of(each.key().pid()));
        }
        if (!names.isEmpty()) {
            to.put("ebpf.process.ancestors", texts(names));
            to.put("ebpf.process.ancestor_pids", Value.Arr.of(pids));
        }
    }

    /** A value of several texts. */
    public static Value texts(List<String> texts) {
        return Value.Arr.of(texts.stream().map(Value::of).toList());
    }

    /** A record of what happened at a monotonic time. */
    public LogRecord record(
            String eventName,
            SeverityNumber severity,
            String body,
            long monotonicNs,
            Map<String, Value> attributes) {
        LogRecord record = new LogRecord();
        record.timeUnixNano(clock.unixNanos(monotonicNs))
                .observedTimeUnixNano(clock.unixNanos())
                .severityNumber(severity)
                .severityText(severity.name())
                .eventName(eventName)
                .body(Value.of(body));
        attributes.forEach(record.attributes()::put);
        return record;
    }
}
