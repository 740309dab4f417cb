// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.proxy.ProxyConfig;
import com.linecorp.armeria.client.proxy.ProxyType;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyChoiceTest {
    private static final Map<String, String> BOTH =
            Map.of("HTTP_PROXY", "http://plain:3128", "https_proxy", "secure:3129");

    private static int port(ProxyConfig proxy) {
        return Objects.requireNonNull(proxy.proxyAddress()).getPort();
    }

    @Test
    void environment_isAskedByScheme() {
        assertThat(port(ProxyChoice.of("", false, "a.example", 80, BOTH))).isEqualTo(3128);
        assertThat(port(ProxyChoice.of("", true, "a.example", 443, BOTH))).isEqualTo(3129);
    }

    @Test
    void configuredProxy_winsEvenForLoopback() {
        ProxyConfig proxy = ProxyChoice.of("http://u:p@mine:1", true, "localhost", 443, BOTH);
        assertThat(port(proxy)).isEqualTo(1);
        assertThat(proxy.toString()).doesNotContain("u:p");
    }

    @ParameterizedTest
    @CsvSource({
        "http,CONNECT,80",
        "https,CONNECT,443",
        "socks5,SOCKS5,1080",
        "socks5h,SOCKS5,1080"
    })
    void schemes_haveTheirPorts(String scheme, ProxyType type, int port) {
        ProxyConfig proxy = ProxyChoice.of(scheme + "://mine", true, "a.example", 443, Map.of());
        assertThat(proxy.proxyType()).isEqualTo(type);
        assertThat(port(proxy)).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,'',true",
        "127.0.0.9,'',true",
        "::1,'',true",
        "a.example,*,true",
        "a.example,'b.example, A.example',true",
        "x.a.example,a.example,true",
        "xa.example,a.example,false",
        "a.example,.a.example,false",
        "x.a.example,.a.example,true",
        "x.a.example,*.a.example,true",
        "a.example,a.example:443,true",
        "a.example,a.example:80,false",
        "10.1.2.3,10.0.0.0/8,true",
        "11.1.2.3,10.0.0.0/8,false",
        "10.1.2.3,10.0.0.0/x,false",
        "10.1.2.3,10.1.2.3,true",
        "2001:db8::1,2001:db8::/32,true",
        "a.example,'',false"
    })
    void exceptions_goDirect(String host, String exceptions, boolean isDirect) {
        Map<String, String> environment =
                Map.of("HTTPS_PROXY", "http://p:1", "NO_PROXY", exceptions);
        ProxyConfig proxy = ProxyChoice.of("", true, host, 443, environment);
        assertThat(proxy.proxyType() == ProxyType.DIRECT).isEqualTo(isDirect);
    }
}
