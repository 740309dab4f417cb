// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.kernel.Points;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.HeapMap;
import dev.forager.receivers.ebpf.sys.LittleEndian;
import dev.forager.testkit.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Maps of a user's object as metrics. */
class CustomTableTest {
    private static final Path NOWHERE = Path.of("/nowhere");
    private static final CustomField PID =
            new CustomField("process.pid", FieldType.U32, 0, null, Map.of());

    private final HeapMap map = new HeapMap(8, 1);
    private final CustomTable table =
            new CustomTable(
                    new CustomMetric(
                            "calls",
                            "app.calls",
                            CustomMetric.Type.COUNTER,
                            "{call}",
                            "",
                            List.of(PID),
                            null,
                            1,
                            null,
                            0,
                            64,
                            List.of(),
                            2),
                    new CustomObject.TableLayout(
                            List.of(FieldReader.of(PID, new Member("pid", 0, 4, false))),
                            null,
                            new Member("value", 0, 8, false)),
                    map,
                    new Names(NOWHERE),
                    1);

    private void count(int pid, int calls) {
        map.put(LittleEndian.bytes(pid, 4), LittleEndian.bytes(calls, 8));
    }

    private Points collect() throws BpfException {
        var clock = new KernelClock(new TestClock(), () -> 1_000);
        var resources = new Resources(new CgroupTable(null, System::nanoTime), NOWHERE);
        var sheet = new MetricSheet(resources, clock, "");
        table.collect(sheet);
        return Points.of(sheet.toMetrics().seal(), "app.calls");
    }

    @Test
    void seriesThatWereTold_stay_whateverTheOrderOfTheMap() throws BpfException {
        count(1, 100);
        count(2, 10);
        collect();
        map.remove(LittleEndian.bytes(1, 4));
        count(3, 5);
        count(1, 101);
        Points points = collect();
        assertThat(points.where("process.pid", 1).total()).isEqualTo(101);
        assertThat(points.where("process.pid", 2).total()).isEqualTo(10);
        assertThat(points.where("otel.metric.overflow", true).total()).isEqualTo(5);
    }

    @Test
    void aSeriesWithoutEntry_makesRoom() throws BpfException {
        count(1, 100);
        count(2, 10);
        count(3, 5);
        collect();
        map.remove(LittleEndian.bytes(1, 4));
        collect();
        Points points = collect();
        assertThat(points.where("process.pid", 3).total()).isEqualTo(5);
        assertThat(points.where("otel.metric.overflow", true).all()).isEmpty();
    }
}
