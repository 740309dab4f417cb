// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.pdata.Attributes;
import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import dev.forager.receivers.ebpf.system.MountTable.Mount;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Space of the file systems that lie on disks. Immutable. */
final class HostFilesystems {
    private static final Instrument USAGE =
            Instrument.upDownCounter("system.filesystem.usage", "By", "Space by state.");
    private static final Instrument UTILIZATION =
            Instrument.gauge("system.filesystem.utilization", "1", "Share of the space in use.");
    private static final Instrument LIMIT =
            Instrument.upDownCounter("system.filesystem.limit", "By", "Capacity.");

    private final Path proc;
    private final boolean isOwnProc;

    HostFilesystems(Path proc) {
        this.proc = proc;
        isOwnProc = proc.equals(Path.of("/proc"));
    }

    void collect(MetricSheet sheet) {
        var points = new Points(sheet);
        // In a container with the host's proc mounted elsewhere, process 1 sees the host's mounts.
        Path process = proc.resolve(isOwnProc ? "self" : "1");
        MountTable.onDisks(
                        KernelText.lines(process.resolve("mounts")),
                        KernelText.lines(proc.resolve("filesystems")))
                .forEach(each -> collect(each, process, points));
    }

    private void collect(Mount mount, Path process, Points points) {
        try {
            Path at =
                    isOwnProc
                            ? Path.of(mount.point())
                            : process.resolve("root").resolve(mount.point().substring(1));
            FileStore store = Files.getFileStore(at);
            long total = store.getTotalSpace();
            long unallocated = store.getUnallocatedSpace();
            write(mount, total, unallocated, store.getUsableSpace(), points);
        } catch (IOException | InvalidPathException | StringIndexOutOfBoundsException e) {
            // Not reachable from here, or gone meanwhile: it has no points.
        }
    }

    /** Free is what any user may have; the rest of what is not used is reserved. */
    static void write(Mount mount, long total, long unallocated, long usable, Points points) {
        if (total <= 0 || unallocated < 0 || unallocated > total || usable < 0) {
            return;
        }
        long free = Math.min(usable, unallocated);
        state(mount, "used", total - unallocated, points);
        state(mount, "free", free, points);
        state(mount, "reserved", unallocated - free, points);
        describe(mount, points.sum(LIMIT, total));
        describe(mount, points.gauge(UTILIZATION, (double) (total - unallocated) / total));
    }

    private static void state(Mount mount, String state, long bytes, Points points) {
        var to = points.sum(USAGE, bytes);
        describe(mount, to);
        to.put("system.filesystem.state", state);
    }

    private static void describe(Mount mount, Attributes to) {
        to.put("system.device", mount.device())
                .put("system.filesystem.mountpoint", mount.point())
                .put("system.filesystem.type", mount.type())
                .put("system.filesystem.mode", mount.isReadOnly() ? "ro" : "rw");
    }
}
