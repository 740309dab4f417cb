// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.util.DomainSocketAddress;
import dev.forager.transport.ListenTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenAddressTest {
    private static InetSocketAddress resolve(ListenTransport transport, String endpoint)
            throws IOException {
        return new ListenAddress(transport, endpoint).resolve();
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, 127.0.0.1:4317, 127.0.0.1",
        "TCP, localhost:4317, 127.0.0.1",
        "TCP, [::1]:4317, 0:0:0:0:0:0:0:1",
        "TCP4, :4317, 0.0.0.0",
        "TCP4, 0.0.0.0:4317, 0.0.0.0"
    })
    void addresses(ListenTransport transport, String endpoint, String host) throws IOException {
        InetSocketAddress address = resolve(transport, endpoint);
        assertThat(address.getPort()).isEqualTo(4317);
        assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
    }

    @Test
    void allInterfaces() throws IOException {
        for (String endpoint : new String[] {":4318", "0.0.0.0:4318", "[::]:4318"}) {
            InetSocketAddress address = resolve(ListenTransport.TCP, endpoint);
            assertThat(address.getAddress().isAnyLocalAddress()).as(endpoint).isTrue();
        }
    }

    @Test
    void socketFiles() throws IOException {
        assertThat(resolve(ListenTransport.UNIX, "/tmp/none/x.sock"))
                .isEqualTo(DomainSocketAddress.of("/tmp/none/x.sock"));
        assertThat(resolve(ListenTransport.TCP, "unix:///tmp/none/x.sock"))
                .isEqualTo(DomainSocketAddress.of("/tmp/none/x.sock"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TCP | localhost | listen tcp: address localhost: missing port in address (expected: host:port)",
                "UDP | localhost:1 | listen udp: address localhost:1: unexpected address type"
                        + " (expected: tcp, tcp4, tcp6 or unix)",
                "UNIXGRAM | /x | listen unixgram: address /x: unexpected address type (expected:"
                        + " tcp, tcp4, tcp6 or unix)",
                "TCP | ::1:80 | listen tcp: address ::1:80: too many colons in address",
                "TCP | x:99999 | listen tcp: address 99999: invalid port in x:99999 (expected: 0 to 65535)",
                "TCP | x:http! | listen tcp: lookup tcp/http!: unknown port in x:http! (expected: 0 to 65535)",
                "TCP6 | 127.0.0.1:1 | listen tcp6: address 127.0.0.1: no suitable address found",
                "TCP | no.such.host.invalid:1 | listen tcp: lookup no.such.host.invalid: no such"
                        + " host"
            })
    void texts(ListenTransport transport, String endpoint, String message) {
        assertThatThrownBy(() -> resolve(transport, endpoint)).hasMessage(message);
    }
}
