// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.util.DomainSocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;

class PeersTest {
    /** Such a peer has no address, and is no pod. */
    @Test
    void peerOfASocketInTheFileSystem_hasNoAddressOfTheNetwork() {
        assertThat(Peers.peer(DomainSocketAddress.of("/run/otlp.sock")))
                .isEqualTo(UnixDomainSocketAddress.of("/run/otlp.sock"));
        var inet = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4317);
        assertThat(Peers.peer(inet)).isSameAs(inet);
    }
}
