// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.emit;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts events by control group and a few texts. Series are bounded; what comes after them is one.
 * Thread-safe.
 */
public final class EventCounter {
    private static final int MOST = 2000;

    private final Instrument instrument;
    private final long startNs;
    private final Map<Series, Long> counts = new HashMap<>();

    private record Series(long cgroup, Map<String, String> attributes) {}

    /**
     * Nothing counted yet.
     *
     * @param startNs monotonic time of now
     */
    public EventCounter(Instrument instrument, long startNs) {
        this.instrument = instrument;
        this.startNs = startNs;
    }

    /** One more. */
    public synchronized void count(long cgroup, Map<String, String> attributes) {
        var series = new Series(cgroup, Map.copyOf(attributes));
        if (counts.size() >= MOST && !counts.containsKey(series)) {
            series = new Series(Resources.OVERFLOW, Map.of());
        }
        counts.merge(series, 1L, Long::sum);
    }

    /** Adds a point for each series. */
    public synchronized void collect(MetricSheet sheet) {
        Map<Series, Long> joined = new HashMap<>();
        counts.forEach(
                (of, count) -> {
                    boolean isOverflow = of.cgroup == Resources.OVERFLOW;
                    long cgroup = isOverflow ? of.cgroup : sheet.resourceOf(of.cgroup);
                    joined.merge(new Series(cgroup, of.attributes), count, Long::sum);
                });
        joined.forEach(
                (of, count) -> {
                    var to = sheet.sum(of.cgroup, instrument, startNs, count).attributes();
                    if (of.cgroup == Resources.OVERFLOW) {
                        to.put("otel.metric.overflow", true);
                    }
                    of.attributes.forEach(to::put);
                });
    }
}
