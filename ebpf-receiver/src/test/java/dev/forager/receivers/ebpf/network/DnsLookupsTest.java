// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Metrics;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.kernel.Points;
import dev.forager.receivers.ebpf.runtime.Event;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.receivers.ebpf.runtime.MapSweeper;
import dev.forager.receivers.ebpf.runtime.ObjectSpec;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.MalformedRecordException;
import dev.forager.receivers.ebpf.sys.StructView;
import dev.forager.testkit.TestClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lookups of events as the kernel side writes them. */
class DnsLookupsTest {
    private static final int HEAD_BYTES = 72;
    private static final int EVENT_BYTES = HEAD_BYTES + 24 + 272;
    private static final long MILLI = 1_000_000;

    private final Btf btf;
    private final DnsLookups lookups;

    DnsLookupsTest() throws BpfException {
        btf = Btf.ofObject(new ObjectSpec("net", Map.of()).elf());
        lookups = new DnsLookups(btf);
    }

    private static byte[] event(long ns, int direction, int port, byte[] payload) {
        ByteBuffer bytes = ByteBuffer.allocate(EVENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(0, (short) EVENT_BYTES).put(2, (byte) 22).put(3, (byte) 1).putLong(8, ns);
        bytes.putShort(HEAD_BYTES + 16, (short) port).put(HEAD_BYTES + 18, (byte) direction);
        bytes.putShort(HEAD_BYTES + 20, (short) payload.length);
        bytes.put(HEAD_BYTES + 24, payload);
        return bytes.array();
    }

    private void handle(byte[] event) throws BpfException {
        lookups.handle(Event.of(btf, StructView.of(event)));
    }

    private void ask(long ns, int id, String name) throws BpfException {
        handle(event(ns, Directions.TRANSMIT, 40_000, DnsBytes.question(id, name)));
    }

    private void answer(long ns, int id, String name, int code) throws BpfException {
        handle(event(ns, Directions.RECEIVE, 40_000, DnsBytes.answer(id, name, code)));
    }

    private Points collect(long nowNs) {
        var clock = new KernelClock(new TestClock(), () -> nowNs);
        var resources = new Resources(new CgroupTable(null, System::nanoTime), Path.of("/nowhere"));
        var sheet = new MetricSheet(resources, clock, "");
        lookups.collect(sheet, nowNs);
        Metrics metrics = sheet.toMetrics();
        return Points.of(metrics.seal(), "dns.lookup.duration");
    }

    @Test
    void answer_endsItsQuestion() throws BpfException {
        ask(10 * MILLI, 1, "a.example");
        ask(11 * MILLI, 2, "a.example");
        answer(30 * MILLI, 1, "a.example", 0);
        answer(31 * MILLI, 2, "a.example", 3);
        answer(32 * MILLI, 9, "a.example", 0);
        Points points = collect(40 * MILLI).where("dns.question.name", "a.example");
        assertThat(points.all()).hasSize(2);
        assertThat(points.where("error.type", "NXDOMAIN").total()).isEqualTo(1);
        assertThat(points.total()).isEqualTo(2);
    }

    @Test
    void question_withoutAnswer_timesOutOnce() throws BpfException {
        ask(0, 1, "slow.example");
        ask(MILLI, 1, "slow.example");
        assertThat(collect(DnsLookups.TIMEOUT.toNanos() - 1).all()).isEmpty();
        Points late = collect(DnsLookups.TIMEOUT.toNanos());
        assertThat(late.where("error.type", "timeout").total()).isEqualTo(1);
        answer(DnsLookups.TIMEOUT.toNanos() + 5, 1, "slow.example", 0);
        assertThat(collect(2 * DnsLookups.TIMEOUT.toNanos()).total()).isEqualTo(1);
    }

    @Test
    void whatAServerIsAsked_isNoLookup() throws BpfException {
        handle(event(0, Directions.RECEIVE, 40_000, DnsBytes.question(1, "a")));
        handle(event(1, Directions.TRANSMIT, 40_000, DnsBytes.answer(1, "a", 0)));
        assertThat(collect(DnsLookups.TIMEOUT.toNanos() * 2).all()).isEmpty();
    }

    private void lookUpNames(int count) throws BpfException {
        for (int i = 0; i < count; i++) {
            ask(i, i, "n" + i);
            answer(i + MILLI, i, "n" + i, 0);
        }
    }

    @Test
    void names_areBounded() throws BpfException {
        lookUpNames(DnsLookups.MOST_SERIES + 50);
        Points points = collect(10 * MILLI);
        assertThat(points.all()).hasSize(DnsLookups.MOST_SERIES + 1);
        assertThat(points.where("otel.metric.overflow", true).total()).isEqualTo(50);
    }

    @Test
    void namesThatAreNotAskedForLong_makeRoom() throws BpfException {
        lookUpNames(DnsLookups.MOST_SERIES + 50);
        long later = MapSweeper.IDLE.toNanos() + 20 * MILLI;
        ask(later, 1, "n1");
        answer(later + MILLI, 1, "n1", 0);
        assertThat(collect(later + 2 * MILLI).all()).hasSize(DnsLookups.MOST_SERIES + 1);
        ask(later + 3 * MILLI, 2, "fresh");
        answer(later + 4 * MILLI, 2, "fresh", 0);
        Points points = collect(later + 5 * MILLI);
        assertThat(points.all()).hasSize(3);
        assertThat(points.where("dns.question.name", "fresh").total()).isEqualTo(1);
        assertThat(points.where("dns.question.name", "n1").total()).isEqualTo(2);
        assertThat(points.where("otel.metric.overflow", true).total()).isEqualTo(50);
    }

    @Test
    void questionsWithoutEnd_areBounded() throws BpfException {
        for (int i = 0; i < DnsLookups.MOST_OPEN + 10; i++) {
            ask(i, i, "same");
        }
        assertThat(collect(MILLI).where("error.type", "timeout").total()).isEqualTo(10);
    }

    @Test
    void event_cutAnywhere_isRefusedOrIgnored() throws BpfException {
        byte[] whole = event(0, Directions.TRANSMIT, 40_000, DnsBytes.question(1, "cut"));
        for (int length = 0; length < whole.length; length++) {
            Event cut = Event.of(btf, StructView.of(Arrays.copyOf(whole, length)));
            try {
                lookups.handle(cut);
            } catch (MalformedRecordException e) {
                assertThat(e.getMessage()).contains("expected: at least");
            }
        }
    }
}
