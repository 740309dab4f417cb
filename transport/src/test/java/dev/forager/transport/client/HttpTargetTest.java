// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pipeline.config.InvalidConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTargetTest {
    @ParameterizedTest
    @CsvSource({
        "http://backend, backend, 80, backend",
        "https://backend:4318/v1, backend, 4318, backend:4318",
        "http://[::1]:4318, ::1, 4318, [::1]:4318",
        "http://otel_collector:4318, otel_collector, 4318, otel_collector:4318",
        "https://my_stack.my_service, my_stack.my_service, 443, my_stack.my_service",
    })
    void hostAndPort_areReadAlsoOfNamesThatContainersHave(
            String url, String host, int port, String authority) {
        HttpTarget target = HttpTarget.parse(url, "endpoint");
        assertThat(target.host()).isEqualTo(host);
        assertThat(target.port()).isEqualTo(port);
        assertThat(target.authority()).isEqualTo(authority);
    }

    @Test
    void pathAndQuery_areKeptAsWritten() {
        assertThat(HttpTarget.parse("http://a_b:1/x%20y?q=1", "endpoint").path())
                .isEqualTo("/x%20y?q=1");
        assertThat(HttpTarget.parse("http://a_b", "endpoint").path()).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a b", "http://", "http:///x", "http://a_b:99999", "http://_:x"})
    void othersAreRefused(String url) {
        assertThatThrownBy(() -> HttpTarget.parse(url, "endpoint"))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("endpoint must be a valid URL");
    }
}
