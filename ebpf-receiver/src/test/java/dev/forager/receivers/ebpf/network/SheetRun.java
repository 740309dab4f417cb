// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.network;

import dev.forager.pdata.Payload;
import dev.forager.receivers.ebpf.cgroup.CgroupTable;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.emit.Resources;
import dev.forager.receivers.ebpf.runtime.KernelClock;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.testkit.TestClock;
import java.nio.file.Path;

/** One collection of a table, beside a host with one control group. */
final class SheetRun {
    static final long GROUP = 77;
    static final String PATH = "/docker/" + "ab".repeat(32);

    private SheetRun() {}

    /** Writes points. */
    @FunctionalInterface
    interface Table {
        /** Into this sheet. */
        void collect(MetricSheet sheet) throws BpfException;
    }

    static Payload of(Table table) throws BpfException {
        var cgroups = new CgroupTable(null, System::nanoTime);
        cgroups.made(GROUP, PATH);
        var clock = new KernelClock(new TestClock(), () -> 9_000_000_000L);
        var sheet = new MetricSheet(new Resources(cgroups, Path.of("/nowhere")), clock, "1");
        table.collect(sheet);
        return sheet.toMetrics().seal();
    }
}
