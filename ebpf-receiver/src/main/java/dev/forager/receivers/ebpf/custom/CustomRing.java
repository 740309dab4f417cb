// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import dev.forager.pdata.KeyValue;
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
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads one ring buffer of a user's object on a platform thread of its own; its records become log
 * records. While the pipelines take none the ring holds them, and its program sees when it is full.
 * A record that is shorter than its fields is counted as lost. The counters are thread-safe.
 */
final class CustomRing implements EventSink, AutoCloseable {
    /** How long the pipelines may take no record after the end (chosen). */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

    private final List<RecentField> fields;

    /** Whether no two fields have one name: then none is searched before one is added. */
    private final boolean hasOneOfEach;

    private final Names names;
    private final KernelClock clock;
    private final Handover logs;
    private final LongAdder emitted = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final SeverityNumber severity;
    private final Value.Str severityText;
    private final Value.Str eventName;
    private final RingThread thread;

    /** Clocks are asked once for all that lies there; of the reading thread. */
    private boolean isFirst = true;

    private long observedUnixNanos;
    private long offsetNanos;

    CustomRing(
            CustomLog log,
            List<FieldReader> fields,
            RingBuffer ring,
            Names names,
            KernelClock clock,
            LogOutlet logs,
            Duration maxDelay) {
        severity = SeverityNumber.valueOf(log.severity().name());
        severityText = Value.Str.of(severity.name());
        eventName = Value.Str.of(log.eventName());
        this.fields = fields.stream().map(RecentField::new).toList();
        List<Value.Str> attributes =
                fields.stream()
                        .map(FieldReader::name)
                        .filter(each -> each.byteLength() > 0)
                        .toList();
        hasOneOfEach = Set.copyOf(attributes).size() == attributes.size();
        this.names = names;
        this.clock = clock;
        this.logs = new Handover(logs, LAST_PATIENCE);
        thread = new RingThread(log.map(), ring, maxDelay, this, () -> isFirst = true, null);
    }

    void start() {
        thread.start();
    }

    @Override
    public void event(StructView event) {
        if (isFirst) {
            isFirst = false;
            observedUnixNanos = clock.unixNanos();
            offsetNanos = observedUnixNanos - clock.monotonicNs();
            fields.forEach(RecentField::forget);
        }
        LogRecord record =
                new LogRecord()
                        .timeUnixNano(observedUnixNanos)
                        .observedTimeUnixNano(observedUnixNanos)
                        .severityNumber(severity)
                        .severityTextUtf8(severityText)
                        .eventNameUtf8(eventName);
        try {
            logs.hand(read(event, record), record);
        } catch (MalformedRecordException e) {
            malformed.increment();
            return;
        }
        emitted.increment();
    }

    /** Fills in the fields and answers the control group. */
    private long read(StructView event, LogRecord record) {
        long cgroup = Resources.HOST;
        for (RecentField each : fields) {
            switch (each.reader().type()) {
                case CGROUP -> cgroup = each.reader().number(event);
                case KTIME -> setTime(record, each.reader().number(event) + offsetNanos);
                default -> {
                    KeyValue attribute = each.read(event, names);
                    if (attribute != null && hasOneOfEach) {
                        record.attributes().add(attribute);
                    } else if (attribute != null) {
                        record.attributes().put(attribute);
                    }
                }
            }
        }
        return cgroup;
    }

    /** An event that comes while the ring is read is not observed before it happened. */
    private void setTime(LogRecord record, long unixNanos) {
        record.timeUnixNano(unixNanos).observedTimeUnixNano(Math.max(unixNanos, observedUnixNanos));
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
        logs.end();
        thread.close();
    }
}
