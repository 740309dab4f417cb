// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pdata.LogRecord;
import dev.forager.pdata.SeverityNumber;
import dev.forager.pdata.Value;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.receivers.ebpf.runtime.LogOutlet;
import dev.forager.receivers.ebpf.runtime.RingThread;
import dev.forager.receivers.ebpf.sys.EventSink;
import dev.forager.receivers.ebpf.sys.MalformedRecordException;
import dev.forager.receivers.ebpf.sys.RingBuffer;
import dev.forager.receivers.ebpf.sys.StructView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads one ring buffer of a user's object on a platform thread of its own; its records become log
 * records. A record that is shorter than its fields is counted as lost. The counters are
 * thread-safe.
 */
final class CustomRing implements EventSink, AutoCloseable {
    private final CustomLog log;
    private final List<FieldReader> fields;
    private final Names names;
    private final KernelClock clock;
    private final LogOutlet logs;
    private final LongAdder emitted = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final RingThread thread;

    CustomRing(
            CustomLog log,
            List<FieldReader> fields,
            RingBuffer ring,
            Names names,
            KernelClock clock,
            LogOutlet logs,
            Duration maxDelay) {
        this.log = log;
        this.fields = fields;
        this.names = names;
        this.clock = clock;
        this.logs = logs;
        thread = new RingThread(log.map(), ring, maxDelay, this, () -> {});
    }

    void start() {
        thread.start();
    }

    @Override
    public void event(StructView event) {
        long time = clock.monotonicNs();
        long cgroup = Resources.HOST;
        LogRecord record = new LogRecord();
        try {
            for (FieldReader each : fields) {
                Value value = each.read(event, names);
                if (value != null) {
                    record.attributes().put(each.name(), value);
                } else if (each.type() == FieldType.CGROUP) {
                    cgroup = each.number(event);
                } else if (each.type() == FieldType.KTIME) {
                    time = each.number(event);
                }
            }
        } catch (MalformedRecordException e) {
            malformed.increment();
            return;
        }
        SeverityNumber severity = SeverityNumber.valueOf(log.severity().name());
        record.timeUnixNano(clock.unixNanos(time))
                .observedTimeUnixNano(clock.unixNanos())
                .severityNumber(severity)
                .severityText(severity.name())
                .eventName(log.eventName());
        logs.add(cgroup, record);
        emitted.increment();
    }

    /** Records that were handed on. */
    long emitted() {
        return emitted.sum();
    }

    /** Records that were shorter than their fields. */
    long malformed() {
        return malformed.sum();
    }

    /** Ends the thread, after a last look; harmless the second time. */
    @Override
    public void close() {
        thread.close();
    }
}
