// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import dev.forager.pdata.Attributes;
import dev.forager.pipeline.IpAddresses;
import dev.forager.receivers.ebpf.emit.DurationHistogram;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.runtime.Event;
import dev.forager.receivers.ebpf.runtime.EventHandler;
import dev.forager.receivers.ebpf.runtime.MapSweeper;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Joins questions and answers of DNS to lookups. A question that has no answer after a while is a
 * lookup that timed out; one that is asked again counts from the first time. Questions and series
 * are bounded: when three quarters of the series are taken, those go that counted nothing for long.
 * Thread-safe: events come on the ring's thread, collections on another.
 */
final class DnsLookups implements EventHandler {
    static final Duration TIMEOUT = Duration.ofSeconds(5);
    static final int MOST_OPEN = 4096;
    static final int MOST_SERIES = 1000;

    private static final Instrument LOOKUPS =
            Instrument.durations("dns.lookup.duration", "Duration of DNS lookups over UDP.");
    private static final int PEER_BYTES = 16;
    private static final int CAPTURE_BYTES = 272;

    private final SequencedMap<Question, Asked> open = new LinkedHashMap<>();
    private final Map<Series, Counted> series = new HashMap<>();
    private final int peer;
    private final int localPort;
    private final int direction;
    private final int length;
    private final int payload;

    /** What an answer has in common with its question. */
    private record Question(String server, int localPort, int id, String name, int type) {}

    private record Asked(long monotonicNs, long cgroup) {}

    private record Series(long cgroup, String name, String error, boolean isOverflow) {
        Series with(long resource) {
            return new Series(resource, name, error, isOverflow);
        }
    }

    private static final class Counted {
        final DurationHistogram durations = new DurationHistogram();
        long lastNs;

        void add(long nanos, long nowNs) {
            durations.add(nanos, nowNs);
            lastNs = nowNs;
        }
    }

    /** No lookup yet. */
    DnsLookups(Btf btf) throws BpfException {
        BtfStruct event = btf.struct("dns_event");
        peer = event.offset("peer", PEER_BYTES);
        localPort = event.offset("local_port", 2);
        direction = event.offset("direction", 1);
        length = event.offset("length", 2);
        payload = event.offset("payload", CAPTURE_BYTES);
    }

    @Override
    public void handle(Event event) {
        StructView view = event.view();
        int size = Math.min(view.u16(length), CAPTURE_BYTES);
        DnsMessage message = DnsMessage.read(view.bytes(payload, size), size);
        boolean isSent = view.u8(direction) == Directions.TRANSMIT;
        // What a server of this host is asked and answers is no lookup of it.
        if (message == null || message.isResponse() == isSent) {
            return;
        }
        var question =
                new Question(
                        IpAddresses.text(view.bytes(peer, PEER_BYTES)),
                        view.u16(localPort),
                        message.id(),
                        message.name(),
                        message.type());
        if (isSent) {
            asked(question, new Asked(event.monotonicNs(), event.cgroup()));
        } else {
            answered(question, message.errorType(), event.monotonicNs());
        }
    }

    private synchronized void asked(Question question, Asked asked) {
        open.putIfAbsent(question, asked);
        if (open.size() > MOST_OPEN) {
            // The oldest has waited longest: whoever asks so much does not wait for it either.
            var oldest = open.pollFirstEntry();
            add(oldest.getKey(), oldest.getValue(), "timeout", asked.monotonicNs);
        }
    }

    private synchronized void answered(Question question, String error, long nowNs) {
        Asked asked = open.remove(question);
        if (asked != null) {
            add(question, asked, error, nowNs);
        }
    }

    private void add(Question question, Asked asked, String error, long nowNs) {
        var of = new Series(asked.cgroup, question.name, error, false);
        if (series.size() >= MOST_SERIES && !series.containsKey(of)) {
            of = new Series(Resources.OVERFLOW, "", "", true);
        }
        series.computeIfAbsent(of, _ -> new Counted()).add(nowNs - asked.monotonicNs, nowNs);
    }

    synchronized void collect(MetricSheet sheet, long nowNs) {
        expire(nowNs);
        Map<Series, DurationHistogram> joined = new HashMap<>();
        series.forEach(
                (of, counted) ->
                        joined.computeIfAbsent(
                                        of.with(sheet.resourceOf(of.cgroup)),
                                        _ -> new DurationHistogram())
                                .add(counted.durations));
        makeRoom(nowNs);
        joined.forEach(
                (of, durations) -> {
                    Attributes to = sheet.histogram(of.cgroup, LOOKUPS, durations).attributes();
                    if (of.isOverflow) {
                        to.put("otel.metric.overflow", true);
                        return;
                    }
                    to.put("dns.question.name", of.name.isEmpty() ? "." : of.name);
                    if (!of.error.isEmpty()) {
                        to.put("error.type", of.error);
                    }
                });
    }

    /** As {@link MapSweeper} does in tables of the kernel; the series of the rest stays. */
    private void makeRoom(long nowNs) {
        if (series.size() >= MOST_SERIES - MOST_SERIES / 4) {
            series.entrySet()
                    .removeIf(
                            each ->
                                    !each.getKey().isOverflow
                                            && nowNs - each.getValue().lastNs
                                                    > MapSweeper.IDLE.toNanos());
        }
    }

    private void expire(long nowNs) {
        Iterator<Map.Entry<Question, Asked>> oldestFirst = open.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            var oldest = oldestFirst.next();
            if (nowNs - oldest.getValue().monotonicNs < TIMEOUT.toNanos()) {
                return;
            }
            oldestFirst.remove();
            add(oldest.getKey(), oldest.getValue(), "timeout", nowNs);
        }
    }
}
