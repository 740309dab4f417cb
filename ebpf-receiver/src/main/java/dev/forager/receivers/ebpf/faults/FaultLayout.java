// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import dev.forager.receivers.ebpf.process.Origin;
import dev.forager.receivers.ebpf.process.OriginLayout;
import dev.forager.receivers.ebpf.process.Peer;
import dev.forager.receivers.ebpf.process.VisibleText;
import dev.forager.receivers.ebpf.runtime.Event;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code struct fault_event}. Immutable. */
final class FaultLayout {
    private static final int VALUES = 4;
    private static final int NAME_BYTES = 16;

    private final OriginLayout origin;
    private final Peer.Layout peers;
    private final int peer;
    private final int values;
    private final int comm;

    /**
     * What befell a process. Immutable.
     *
     * @param origin which process; pid 0 where that is not known
     * @param peer the other end of the connection; null for none
     * @param values numbers, whose meaning is the kind's
     * @param name of a victim or a disk
     */
    record Fault(Origin origin, @Nullable Peer peer, List<Long> values, String name) {
        Fault {
            values = List.copyOf(values);
        }

        long value(int index) {
            return values.get(index);
        }
    }

    FaultLayout(Btf btf) throws BpfException {
        origin = new OriginLayout(btf);
        peers = new Peer.Layout(btf);
        BtfStruct event = btf.struct("fault_event");
        peer = event.offset("peer", btf.struct("peer").size());
        values = event.offset("values", 8 * VALUES);
        comm = event.offset("comm", NAME_BYTES);
    }

    Fault read(Event event) {
        StructView view = event.view();
        return new Fault(
                origin.read(event),
                peers.read(view, peer),
                List.of(
                        view.u64(values),
                        view.u64(values + 8),
                        view.u64(values + 16),
                        view.u64(values + 24)),
                VisibleText.of(view.text(comm, NAME_BYTES)));
    }
}
