// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import static dev.forager.receivers.ebpf.sys.NativeFunction.INT;
import static dev.forager.receivers.ebpf.sys.NativeFunction.POINTER;

import dev.forager.receivers.ebpf.sys.KernelMap.EntryVisitor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One pass over a map by batches: one system call for many entries. Kernels whose map type has no
 * batches (Linux before 5.6, some types later) are asked key by key. Confined to one thread.
 */
final class MapScan {
    /** Memory of one batch (chosen): large enough for hundreds of histograms. */
    private static final int BATCH_BYTES = 512 * 1024;

    private static final int LEAST_ENTRIES = 16;
    private static final int MOST_ENTRIES = 4096;

    /** A hash bucket larger than this is an attack or a bug (chosen). */
    private static final int MOST_GROWTH = 1 << 20;

    private final BpfMap map;
    private final StructView key = StructView.of(new byte[0]);
    private final StructView value = StructView.of(new byte[0]);
    private final int valueBytes;

    MapScan(BpfMap map) {
        this.map = map;
        valueBytes = map.stride() * map.copies();
    }

    void run(EntryVisitor visitor) throws BpfException {
        int entries =
                Math.clamp(BATCH_BYTES / (map.keySize() + valueBytes), LEAST_ENTRIES, MOST_ENTRIES);
        // A whole bucket must fit: when one does not, nothing of it was shown yet.
        int shown = 0;
        try (Arena arena = Arena.ofConfined()) {
            // The cursor of a hash map has 4 bytes, that of an array a key's.
            MemorySegment in = arena.allocate(Math.max(8, map.keySize()), 8);
            MemorySegment out = arena.allocate(Math.max(8, map.keySize()), 8);
            boolean isFirst = true;
            while (true) {
                Batch batch = read(isFirst ? MemorySegment.NULL : in, out, entries);
                try (batch) {
                    if (batch.result == -Errno.ENOSPC && entries < MOST_GROWTH) {
                        entries *= 2;
                        continue;
                    }
                    if (shown == 0 && hasNoBatches(batch.result)) {
                        runByKey(arena, visitor);
                        return;
                    }
                    if (batch.result != -Errno.ENOENT) {
                        LibBpf.checked("read " + map.name(), batch.result);
                    }
                    shown += show(batch, visitor);
                    if (batch.result == -Errno.ENOENT) {
                        return;
                    }
                }
                isFirst = false;
                in.copyFrom(out);
            }
        }
    }

    private static boolean hasNoBatches(int result) {
        return result == -Errno.EINVAL || result == -Errno.ENOTSUPP || result == -Errno.EOPNOTSUPP;
    }

    /** The memory of one batch and what the call said; -ENOENT with a count is the last batch. */
    private static final class Batch implements AutoCloseable {
        final Arena arena = Arena.ofConfined();
        MemorySegment keys = MemorySegment.NULL;
        MemorySegment values = MemorySegment.NULL;
        int count;
        int result;

        @Override
        public void close() {
            arena.close();
        }
    }

    private Batch read(MemorySegment in, MemorySegment out, int entries) throws BpfException {
        var batch = new Batch();
        batch.keys = batch.arena.allocate((long) entries * map.keySize(), 8);
        batch.values = batch.arena.allocate((long) entries * valueBytes, 8);
        MemorySegment count = batch.arena.allocate(INT);
        count.set(INT, 0, entries);
        batch.result =
                map.library()
                        .function(
                                "bpf_map_lookup_batch",
                                INT,
                                INT,
                                POINTER,
                                POINTER,
                                POINTER,
                                POINTER,
                                POINTER,
                                POINTER)
                        .call(
                                map.fd(),
                                in,
                                out,
                                batch.keys,
                                batch.values,
                                count,
                                MemorySegment.NULL)
                        .toInt();
        boolean hasEntries = batch.result == 0 || batch.result == -Errno.ENOENT;
        batch.count = hasEntries ? Math.clamp(count.get(INT, 0), 0, entries) : 0;
        return batch;
    }

    private int show(Batch batch, EntryVisitor visitor) {
        for (int i = 0; i < batch.count; i++) {
            visitor.entry(
                    key.moveTo(batch.keys, (long) i * map.keySize(), map.keySize()),
                    value.moveTo(batch.values, (long) i * valueBytes, valueBytes));
        }
        return batch.count;
    }

    private void runByKey(Arena arena, EntryVisitor visitor) throws BpfException {
        NativeFunction next =
                map.library().function("bpf_map_get_next_key", INT, INT, POINTER, POINTER);
        NativeFunction lookup =
                map.library().function("bpf_map_lookup_elem", INT, INT, POINTER, POINTER);
        MemorySegment before = arena.allocate(Math.max(1, map.keySize()), 8);
        MemorySegment now = arena.allocate(Math.max(1, map.keySize()), 8);
        MemorySegment copy = arena.allocate(valueBytes, 8);
        MemorySegment from = MemorySegment.NULL;
        while (next.call(map.fd(), from, now).toInt() == 0) {
            if (lookup.call(map.fd(), now, copy).toInt() == 0) {
                visitor.entry(key.moveTo(now, 0, map.keySize()), value.moveTo(copy, 0, valueBytes));
            }
            before.copyFrom(now);
            from = before;
        }
    }
}
