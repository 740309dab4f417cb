// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.system;

import dev.forager.receivers.ebpf.emit.Instrument;
import dev.forager.receivers.ebpf.emit.MetricSheet;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counters of whole disks that were ever used, from {@code /proc/diskstats}. Partitions are left
 * out, since sums over devices would count them twice. Immutable.
 */
final class HostDisks {
    private static final Instrument IO =
            Instrument.counter("system.disk.io", "By", "Bytes read and written.");
    private static final Instrument OPERATIONS =
            Instrument.counter("system.disk.operations", "{operation}", "Reads and writes.");
    private static final Instrument MERGED =
            Instrument.counter(
                    "system.disk.merged",
                    "{operation}",
                    "Reads and writes that were merged into others.");
    private static final Instrument OPERATION_TIME =
            Instrument.counter(
                    "system.disk.operation_time", "s", "Sum of the time that operations took.");
    private static final Instrument IO_TIME =
            Instrument.counter("system.disk.io_time", "s", "Time with operations under way.");
    private static final Instrument LIMIT =
            Instrument.upDownCounter("system.disk.limit", "By", "Capacity of the disk.");

    private static final int READS = 3;
    private static final int WRITES = 7;
    private static final int IO_MILLIS = 12;
    private static final long SECTOR_BYTES = 512;
    private static final double MILLIS_PER_SECOND = 1000;

    private final Path file;
    private final Path blocks;

    HostDisks(Path proc, Path sys) {
        file = proc.resolve("diskstats");
        blocks = sys.resolve("block");
    }

    void collect(MetricSheet sheet) {
        var points = new Points(sheet);
        boolean hasSysfs = Files.isDirectory(blocks);
        for (String line : KernelText.lines(file)) {
            String[] words = KernelText.words(line);
            if (words.length <= IO_MILLIS || !isName(words[2])) {
                continue;
            }
            Path block = blocks.resolve(words[2]);
            boolean isWhole = !hasSysfs || Files.isDirectory(block);
            long used = KernelText.number(words, READS) + KernelText.number(words, WRITES);
            if (isWhole && used > 0) {
                disk(words, KernelText.number(block.resolve("size")), points);
            }
        }
    }

    /** What may be a name inside a folder. */
    private static boolean isName(String name) {
        return !name.contains("/") && !name.equals("..") && !name.equals(".");
    }

    private static void disk(String[] words, long sectors, Points points) {
        String device = words[2];
        direction(words, READS, "read", points);
        direction(words, WRITES, "write", points);
        points.sum(IO_TIME, seconds(KernelText.number(words, IO_MILLIS)))
                .put("system.device", device);
        if (sectors > 0) {
            points.sum(LIMIT, bytes(sectors)).put("system.device", device);
        }
    }

    /** Four columns: operations, those merged, sectors, milliseconds. */
    private static void direction(String[] words, int at, String direction, Points points) {
        Instrument[] counters = {OPERATIONS, MERGED, IO};
        for (int i = 0; i < counters.length; i++) {
            long number = KernelText.number(words, at + i);
            points.sum(counters[i], counters[i].equals(IO) ? bytes(number) : number)
                    .put("system.device", words[2])
                    .put("disk.io.direction", direction);
        }
        points.sum(OPERATION_TIME, seconds(KernelText.number(words, at + 3)))
                .put("system.device", words[2])
                .put("disk.io.direction", direction);
    }

    private static double seconds(long millis) {
        return millis < 0 ? KernelText.NONE : millis / MILLIS_PER_SECOND;
    }

    private static long bytes(long sectors) {
        return sectors < 0 || sectors > Long.MAX_VALUE / SECTOR_BYTES
                ? KernelText.NONE
                : sectors * SECTOR_BYTES;
    }
}
