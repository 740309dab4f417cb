// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.runtime;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;

/**
 * An event of the kernel with its head. One object shows all events of a ring, one after the other:
 * valid inside the call of a handler only. Every read is checked; see {@link StructView}.
 */
public final class Event {
    /** The version of the head that this reads. */
    static final int VERSION = 1;

    private final Offsets offsets;
    private StructView view = StructView.of(new byte[0]);

    /**
     * Where the fields of the head lie.
     *
     * @param length of the head: where the kind's own part begins
     */
    record Offsets(
            int size,
            int kind,
            int version,
            int sequence,
            int monotonicNs,
            int cgroup,
            int tgid,
            int tid,
            int startBoottime,
            int comm,
            int uid,
            int pidNamespace,
            int cpu,
            int sampleShift,
            int length) {
        static Offsets of(Btf btf) throws BpfException {
            BtfStruct head = btf.struct("event_header");
            return new Offsets(
                    head.offset("size", 2),
                    head.offset("kind", 1),
                    head.offset("version", 1),
                    head.offset("sequence", 4),
                    head.offset("monotonic_ns", 8),
                    head.offset("cgroup", 8),
                    head.offset("tgid", 4),
                    head.offset("tid", 4),
                    head.offset("start_boottime", 8),
                    head.offset("comm", 16),
                    head.offset("uid", 4),
                    head.offset("pid_namespace", 4),
                    head.offset("cpu", 4),
                    head.offset("sample_shift", 4),
                    head.size());
        }
    }

    Event(Offsets offsets) {
        this.offsets = offsets;
    }

    /** Events of an object with these types; for tests of handlers. */
    public static Event of(Btf btf, StructView view) throws BpfException {
        return new Event(Offsets.of(btf)).show(view);
    }

    Event show(StructView event) {
        view = event;
        return this;
    }

    /** Whether the head is whole, of this version, and says the length that the event has. */
    boolean isWellFormed() {
        return view.length() >= offsets.length
                && view.u8(offsets.version) == VERSION
                && view.u16(offsets.size) == view.length();
    }

    /** All bytes, the head included. */
    public StructView view() {
        return view;
    }

    /** What it is. */
    public int kind() {
        return view.u8(offsets.kind);
    }

    long sequence() {
        return view.u32(offsets.sequence);
    }

    int cpu() {
        return view.i32(offsets.cpu);
    }

    /** It stands for 2^n of its kind, since the pipeline could not take all. */
    public int sampleShift() {
        return Math.clamp(view.i32(offsets.sampleShift), 0, 31);
    }

    /** When, by the kernel's monotonic clock. */
    public long monotonicNs() {
        return view.u64(offsets.monotonicNs);
    }

    /** Id of the v2 control group. */
    public long cgroup() {
        return view.u64(offsets.cgroup);
    }

    /** The process, as the host numbers it; 0 where it belongs to none. */
    public int pid() {
        return view.i32(offsets.tgid);
    }

    /** The thread. */
    public int tid() {
        return view.i32(offsets.tid);
    }

    /** When the process started, in ns since boot: with the pid it names the process for good. */
    public long startBoottime() {
        return view.u64(offsets.startBoottime);
    }

    /** The thread's name: up to 15 bytes of anything. */
    public String comm() {
        return view.text(offsets.comm, 16);
    }

    /** The user. */
    public long uid() {
        return view.u32(offsets.uid);
    }

    /** Inode of the pid namespace. */
    public long pidNamespace() {
        return view.u32(offsets.pidNamespace);
    }
}
