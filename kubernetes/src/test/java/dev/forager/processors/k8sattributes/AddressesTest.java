// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.Metadata;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "::1", "fd00::7", "2001:DB8:0:0::1"})
    void addresses(String text) {
        assertThat(Addresses.isAddress(text)).isTrue();
    }

    /** What Java takes for an address and Go's net.ParseIP does not is a name, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "web",
                "web-1.2.3",
                "1234",
                "10.1",
                "10.1.2",
                "10.1.2.3.4",
                "a.b.c.d",
                "1.2.3.x",
                "3d5f9a",
                "224.0.0.1",
                "web:8080",
                "300.1.2.3"
            })
    void names(String text) {
        assertThat(Addresses.isAddress(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
        "::ffff:10.1.2.3, 10.1.2.3",
        "fd00:0:0:1:0:0:0:1, fd00:0:0:1::1",
        "10.1.2.3, 10.1.2.3",
        "no:address, no:address",
    })
    void oneForm(String text, String expected) {
        assertThat(Addresses.canonical(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.1.2.3, 192.168.0.1 | 10.1.2.3",
                "' 2001:DB8::1' | 2001:db8::1",
                "unknown, 10.1.2.3 | 10.9.9.9",
                "'' | 10.9.9.9",
            })
    void sender_isWhomProxiesName(String header, String expected) {
        var peer = new InetSocketAddress(InetAddress.ofLiteral("10.9.9.9"), 4317);
        var metadata = Metadata.of(Map.of("X-Forwarded-For", List.of(header)));
        var client = new ClientInfo(peer, AuthResult.none(), metadata);
        assertThat(Addresses.ofSender(client, "x-forwarded-for")).isEqualTo(expected);
        assertThat(Addresses.ofSender(client, "")).isEqualTo("10.9.9.9");
    }

    @Test
    void peerWithoutAddress_hasNone() {
        assertThat(Addresses.of(null)).isNull();
    }
}
