// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.prometheus.Labels;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a target's resource says of its server. */
class ResourceAttributesTest {
    private static final Labels DISCOVERED = target("before:1", "http");

    private static Labels target(String address, String scheme) {
        return new Labels.Builder().set(Target.ADDRESS, address).set(Target.SCHEME, scheme).build();
    }

    private static String server(Map<String, String> attributes) {
        return "%s %s %s"
                .formatted(
                        attributes.get("server.address"),
                        attributes.get("server.port"),
                        attributes.get("url.scheme"));
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example:8080, https, shop.example 8080 https",
        "[2001:db8::1]:9100, https, 2001:db8::1 9100 https",
        "[2001:db8::1], https, 2001:db8::1 null https",
        "shop.example, http, shop.example null http",
        "127.0.0.1:8080, http, null 8080 http",
    })
    void serverBehindTheGate_isWhatWasScraped(String address, String scheme, String expected) {
        Map<String, String> attributes =
                ResourceAttributes.ofTarget("job", "front:1", target(address, scheme), DISCOVERED);
        assertThat(server(attributes)).isEqualTo(expected);
        assertThat(attributes).containsEntry("service.instance.id", "front:1");
    }

    @ParameterizedTest
    @CsvSource({"front:1, front 1 http", "front, front '' http", "127.0.0.1:1, null 1 http"})
    void serverWithoutTheGate_isTheInstance(String instance, String expected) {
        assertThat(server(ResourceAttributes.of("job", instance, DISCOVERED)))
                .isEqualTo(expected.replace("''", ""));
    }
}
