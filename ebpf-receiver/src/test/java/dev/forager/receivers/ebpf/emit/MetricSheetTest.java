// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.AggregationTemporality;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ExponentialHistogram;
import dev.forager.pdata.Metric;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.ResourceMetrics;
import dev.forager.pdata.Sum;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.testkit.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MetricSheetTest {
    private static final Instrument BYTES = Instrument.counter("a.io", "By", "Bytes.");
    private static final Instrument OPEN = Instrument.upDownCounter("a.open", "1", "Open.");
    private static final Instrument TIME = Instrument.durations("a.time", "Time.");
    private static final String CONTAINER = "ab".repeat(32);
    private static final long NOW_NS = 5_000_000_000L;

    private final CgroupTable cgroups = new CgroupTable(null, System::nanoTime);
    private final MetricSheet sheet =
            new MetricSheet(
                    new Resources(cgroups, Path.of("/nowhere")),
                    new KernelClock(new TestClock(), () -> NOW_NS),
                    "1.0");

    private Metrics metrics() {
        return (Metrics) sheet.toMetrics().seal().open();
    }

    @Test
    void points_ofAMetric_standTogether() {
        sheet.sum(0, BYTES, 1_000_000_000, 7).attributes().put("k", "a");
        sheet.sum(0, BYTES, 1_000_000_000, 8).attributes().put("k", "b");
        sheet.sum(0, OPEN, 0, 3);
        List<Metric> found = metrics().resources().getFirst().scopes().getFirst().metrics();
        assertThat(found).extracting(Metric::name).containsExactly("a.io", "a.open");
        Sum sum = (Sum) Objects.requireNonNull(found.getFirst().data());
        assertThat(sum.isMonotonic()).isTrue();
        assertThat(sum.aggregationTemporality()).isEqualTo(AggregationTemporality.CUMULATIVE);
        assertThat(sum.dataPoints()).hasSize(2);
        long now = TestClock.START.getEpochSecond() * 1_000_000_000L;
        assertThat(sum.dataPoints().getFirst().timeUnixNano()).isEqualTo(now);
        assertThat(sum.dataPoints().getFirst().startTimeUnixNano()).isEqualTo(now - 4_000_000_000L);
        Sum open = (Sum) Objects.requireNonNull(found.getLast().data());
        assertThat(open.isMonotonic()).isFalse();
        assertThat(open.dataPoints().getFirst().startTimeUnixNano()).isZero();
    }

    @Test
    void resources_areThoseOfTheControlGroups() {
        cgroups.made(1, "/");
        cgroups.made(7, "/docker/" + CONTAINER);
        sheet.sum(0, BYTES, 0, 1);
        sheet.sum(1, OPEN, 0, 1);
        sheet.sum(7, BYTES, 0, 2);
        sheet.sum(8, BYTES, 0, 3);
        sheet.sum(Resources.OVERFLOW, BYTES, 0, 4);
        List<Attributes> found =
                metrics().resources().stream()
                        .map(ResourceMetrics::resource)
                        .map(each -> each.attributes())
                        .toList();
        // The root, what has no group, and the overflow are the host; a group that is gone is not.
        assertThat(found).hasSize(3);
        assertThat(found.get(0).isEmpty()).isTrue();
        assertThat(found.get(1).getString("container.id", "")).isEqualTo(CONTAINER);
        assertThat(found.get(1).getString("container.runtime.name", "")).isEqualTo("docker");
        assertThat(found.get(1).getString("process.linux.cgroup", ""))
                .isEqualTo("/docker/" + CONTAINER);
        assertThat(found.get(2).getLong("ebpf.cgroup.id", 0)).isEqualTo(8);
    }

    @Test
    void aSeries_thatBeganWhileTheSheetWasFilled_isOfALaterNow() {
        sheet.sum(0, BYTES, NOW_NS + 7_000_000, 7);
        Metric metric = metrics().resources().getFirst().scopes().getFirst().metrics().getFirst();
        NumberDataPoint point =
                ((Sum) Objects.requireNonNull(metric.data())).dataPoints().getFirst();
        assertThat(point.timeUnixNano()).isGreaterThanOrEqualTo(point.startTimeUnixNano());
    }

    @Test
    void histogram_startsWithItsFirstDuration() {
        var durations = new DurationHistogram();
        durations.add(1_000_000, 2_000_000_000);
        sheet.histogram(0, TIME, durations);
        Metric metric = metrics().resources().getFirst().scopes().getFirst().metrics().getFirst();
        assertThat(metric.unit()).isEqualTo("s");
        var point =
                ((ExponentialHistogram) Objects.requireNonNull(metric.data()))
                        .dataPoints()
                        .getFirst();
        assertThat(point.timeUnixNano() - point.startTimeUnixNano()).isEqualTo(3_000_000_000L);
        assertThat(point.count()).isEqualTo(1);
    }
}
