// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.Endpoint;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private static final long SOON = TimeUnit.SECONDS.toNanos(20);
    private static final Endpoint A = Endpoint.of("10.0.0.1", 1);
    private static final Endpoint B = Endpoint.of("10.0.0.2", 1);
    private static final Endpoint C = Endpoint.of("10.0.0.3", 1);

    @Test
    void roundRobin_beginsAtTheNextEachTime() throws Exception {
        var addresses = Addresses.ofEndpoints(List.of(A, B, C), true);
        assertThat(addresses.inOrder(SOON)).containsExactly(A, B, C);
        assertThat(addresses.inOrder(SOON)).containsExactly(B, C, A);
        assertThat(addresses.inOrder(SOON)).containsExactly(C, A, B);
    }

    @Test
    void pickFirst_staysAtTheFirst() throws Exception {
        var addresses = Addresses.ofEndpoints(List.of(A, B), false);
        assertThat(addresses.inOrder(SOON)).containsExactly(A, B);
        assertThat(addresses.inOrder(SOON)).containsExactly(A, B);
    }

    @Test
    void failedAddress_comesLast_untilItWorks() throws Exception {
        var addresses = Addresses.ofEndpoints(List.of(A, B), false);
        addresses.failed(A);
        assertThat(addresses.inOrder(SOON)).containsExactly(B, A);
        addresses.worked(A);
        assertThat(addresses.inOrder(SOON)).containsExactly(A, B);
    }

    @Test
    void literals_needNoLookup() throws Exception {
        var addresses = Addresses.ofHost("::1", 4317, "::1", true);
        assertThat(addresses.inOrder(0)).singleElement().matches(Endpoint::hasIpAddr);
    }

    @Test
    void nameOfTheCertificate_isTheEndpointsHost() throws Exception {
        var addresses = Addresses.ofHost("localhost", 4317, "other.example", true);
        assertThat(addresses.inOrder(SOON))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.host()).isEqualTo("other.example"));
        assertThat(addresses.inOrder(0)).isNotEmpty();
    }

    @Test
    void unknownHosts_failEachTime() {
        var addresses = Addresses.ofHost("no-such-host.invalid", 4317, "x", true);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> addresses.inOrder(SOON))
                    .isInstanceOf(UnknownHostException.class);
        }
    }
}
