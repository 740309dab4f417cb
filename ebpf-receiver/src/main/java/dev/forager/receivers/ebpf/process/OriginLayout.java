// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import dev.forager.receivers.ebpf.runtime.Event;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.ArrayList;
import java.util.List;

/** Reads the part that events of processes begin with. Immutable. */
public final class OriginLayout {
    private static final int MOST = 4;
    private static final int COMM_BYTES = 16;

    private final int ancestors;
    private final int stride;
    private final int start;
    private final int tgid;
    private final int comm;

    /** The layout in an object that has such events. */
    public OriginLayout(Btf btf) throws BpfException {
        BtfStruct ancestor = btf.struct("ancestor");
        stride = ancestor.size();
        start = ancestor.offset("start_boottime", 8);
        tgid = ancestor.offset("tgid", 4);
        comm = ancestor.offset("comm", COMM_BYTES);
        ancestors = btf.struct("process_event").offset("ancestors", MOST * stride);
    }

    /** Where an event comes from. */
    public Origin read(Event event) {
        return new Origin(
                ProcessKey.of(event.pid(), event.startBoottime()),
                event.tid(),
                VisibleText.of(event.comm()),
                event.uid(),
                event.cgroup(),
                event.startBoottime(),
                event.monotonicNs(),
                lineage(event.view()));
    }

    private List<Ancestor> lineage(StructView view) {
        List<Ancestor> found = new ArrayList<>(MOST);
        for (int i = 0; i < MOST; i++) {
            int at = ancestors + i * stride;
            int pid = view.i32(at + tgid);
            if (pid == 0) {
                break;
            }
            found.add(
                    new Ancestor(
                            ProcessKey.of(pid, view.u64(at + start)),
                            VisibleText.of(view.text(at + comm, COMM_BYTES))));
        }
        return found;
    }
}
