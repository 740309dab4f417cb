// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.pdata.NumberDataPoint;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.kernel.Points;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

/** A proc, a sysfs and control groups of a test's own, and what readers make of them. */
final class HostFiles {
    final CgroupTable table = new CgroupTable(null, () -> 0);
    private final Path root;
    private Payload last = Payload.empty(Signal.METRICS);

    HostFiles(Path root) {
        this.root = root;
    }

    Path path(String name) {
        return root.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.createDirectories(path(name).getParent());
        Files.writeString(path(name), text);
    }

    HostFiles collect(Consumer<MetricSheet> reader) {
        var clock = new KernelClock(() -> Instant.ofEpochSecond(1_000_000), () -> 5_000_000_000L);
        var sheet = new MetricSheet(new Resources(table, root), clock, "1");
        reader.accept(sheet);
        last = sheet.toMetrics().seal();
        return this;
    }

    Points of(String metric) {
        return Points.of(last, metric);
    }

    /** The only number with these attributes, in pairs of key and value. */
    double number(String metric, Object... attributes) {
        Points points = of(metric);
        for (int i = 0; i < attributes.length; i += 2) {
            points = points.where(attributes[i].toString(), attributes[i + 1]);
        }
        if (points.all().size() != 1) {
            throw new AssertionError(metric + ": " + points.all());
        }
        var point = (NumberDataPoint) points.all().getFirst().data();
        return point.asDouble() == 0 ? point.asInt() : point.asDouble();
    }

    Payload last() {
        return last;
    }
}
