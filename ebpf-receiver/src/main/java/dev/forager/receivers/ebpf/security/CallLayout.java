// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

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

/** Reads {@code struct sec_event}. Immutable. */
final class CallLayout {
    private static final int TEXT_BYTES = 256;
    private static final int VALUES = 4;

    private final OriginLayout origin;
    private final Peer.Layout peers;
    private final int peer;
    private final int operation;
    private final int values;
    private final int firstLength;
    private final int secondLength;
    private final int target;
    private final int first;
    private final int second;

    /**
     * What a program asked for. Immutable.
     *
     * @param origin who
     * @param operation which call of its kind
     * @param values numbers that it gave
     * @param first the first text, fit to be shown; empty for none
     * @param second the second text
     * @param target the process that it is about; 0 for none
     * @param peer whom it connects to; null for none
     */
    record Call(
            Origin origin,
            long operation,
            List<Long> values,
            String first,
            String second,
            int target,
            @Nullable Peer peer) {
        Call {
            values = List.copyOf(values);
        }

        long value(int index) {
            return values.get(index);
        }
    }

    CallLayout(Btf btf) throws BpfException {
        origin = new OriginLayout(btf);
        peers = new Peer.Layout(btf);
        BtfStruct event = btf.struct("sec_event");
        peer = event.offset("peer", btf.struct("peer").size());
        operation = event.offset("operation", 8);
        values = event.offset("values", 8 * VALUES);
        firstLength = event.offset("first_length", 2);
        secondLength = event.offset("second_length", 2);
        target = event.offset("target", 4);
        first = event.offset("first", TEXT_BYTES);
        second = event.offset("second", TEXT_BYTES);
    }

    Call read(Event event) {
        StructView view = event.view();
        return new Call(
                origin.read(event),
                view.u64(operation),
                List.of(
                        view.u64(values),
                        view.u64(values + 8),
                        view.u64(values + 16),
                        view.u64(values + 24)),
                text(view, first, firstLength),
                text(view, second, secondLength),
                view.i32(target),
                peers.read(view, peer));
    }

    private static String text(StructView view, int at, int length) {
        return VisibleText.of(view.text(at, Math.min(view.u16(length), TEXT_BYTES)));
    }
}
