// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.ClientTlsSpec;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferredSslContextTest {
    @Test
    void standsForTheContextOfArmeria() {
        ClientTlsSpec spec = ClientTlsSpec.builder().alpnProtocols(List.of("h2")).build();
        var context = new DeferredSslContext(spec);

        assertThat(context.isClient()).isTrue();
        assertThat(context.newEngine(ByteBufAllocator.DEFAULT, "localhost", 443).getPeerPort())
                .isEqualTo(443);
        assertThat(context.applicationProtocolNegotiator().protocols()).contains("h2");
        assertThat(context.cipherSuites()).contains("TLS_AES_128_GCM_SHA256");
    }
}
