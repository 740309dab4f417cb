// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "::1, ::1",
        "::, ::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "fe80:0:0:0:1:2:3:0, fe80::1:2:3:0",
        "1:0:0:4:0:0:0:8, 1:0:0:4::8",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:0:3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "fe80::1%1, fe80::1",
        "::ffff:1.2.3.4, 1.2.3.4",
        "10.0.0.7, 10.0.0.7"
    })
    void text_isTheShortestAsInRfc5952(String address, String text) {
        InetAddress of = InetAddress.ofLiteral(address);
        assertThat(IpAddresses.text(of)).isEqualTo(text);
        assertThat(IpAddresses.text(of.getAddress())).isEqualTo(text);
    }

    @Test
    void mappedBytes_areIpv4() {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[15] = 7;
        assertThat(IpAddresses.text(mapped)).isEqualTo("0.0.0.7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddresses.text(new byte[5]))
                .withMessage("address: 5 bytes (expected: 4 or 16)");
    }

    @Test
    void host_isWithoutThePort() {
        assertThat(IpAddresses.host(new InetSocketAddress(InetAddress.ofLiteral("::1"), 80)))
                .isEqualTo("::1");
        assertThat(IpAddresses.host(InetSocketAddress.createUnresolved("web", 80)))
                .isEqualTo("web");
        assertThat(IpAddresses.host(UnixDomainSocketAddress.of("/run/x"))).isEqualTo("/run/x");
        assertThat(IpAddresses.host(null)).isEmpty();
    }
}
