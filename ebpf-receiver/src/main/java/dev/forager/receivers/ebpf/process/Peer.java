// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.process;

import dev.forager.pipeline.IpAddresses;
import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Btf;
import dev.forager.receivers.ebpf.sys.BtfStruct;
import dev.forager.receivers.ebpf.sys.StructView;
import org.jspecify.annotations.Nullable;

/**
 * The other end of a socket. Immutable.
 *
 * @param address IPv4 with dots, or IPv6
 * @param port its port
 * @param isIpv4 whether the address is IPv4, mapped or not
 */
public record Peer(String address, int port, boolean isIpv4) {
    private static final int ADDRESS_BYTES = 16;

    /** Reads {@code struct peer}. Immutable. */
    public static final class Layout {
        private final int address;
        private final int port;
        private final int family;

        /** The layout in an object with such structs. */
        public Layout(Btf btf) throws BpfException {
            BtfStruct peer = btf.struct("peer");
            address = peer.offset("address", ADDRESS_BYTES);
            port = peer.offset("port", 2);
            family = peer.offset("family", 2);
        }

        /** The peer at an offset; null where there is none. */
        public @Nullable Peer read(StructView view, int at) {
            if (view.u16(at + family) == 0) {
                return null;
            }
            String text = IpAddresses.text(view.bytes(at + address, ADDRESS_BYTES));
            return new Peer(text, view.u16(at + port), text.indexOf(':') < 0);
        }
    }
}
