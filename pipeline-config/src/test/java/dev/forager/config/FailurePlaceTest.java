// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.YamlReader;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import org.junit.jupiter.api.Test;

class FailurePlaceTest {
    private static final String CONFIG =
            """
            receivers:
              otlp:
                protocols:
                  grpc: {endpoint: "127.0.0.1:4317"}
                  http: {endpoint: "127.0.0.1:4318", cors: {allowed_origins: ["http://x:4318"]}}
              otlp/plain:
                protocols: {grpc: null}
              otlp/twice:
                protocols:
                  grpc: {endpoint: "127.0.0.1:4319"}
                  http: {endpoint: "127.0.0.1:4319"}
            """;

    @Test
    void theSettingThatTheReasonQuotes() throws Exception {
        assertThat(place("otlp", "listen tcp 127.0.0.1:4318: bind: address already in use"))
                .isEqualTo("receivers::otlp::protocols::http::endpoint at c.yaml:5:24");
    }

    @Test
    void theLastOfEqualSettings() throws Exception {
        assertThat(place("otlp/twice", "listen tcp 127.0.0.1:4319: bind: address already in use"))
                .isEqualTo("receivers::otlp/twice::protocols::http::endpoint at c.yaml:11:24");
    }

    @Test
    void theComponent_whereTheReasonQuotesADefault() throws Exception {
        assertThat(place("otlp/plain", "listen tcp 127.0.0.1:4317: bind: address already in use"))
                .isEqualTo("receivers::otlp/plain at c.yaml:6:3");
    }

    @Test
    void nothingForAComponentThatIsNotThere() throws Exception {
        assertThat(place("nop", "reason")).isEqualTo("null");
    }

    private static String place(String id, String reason) throws Exception {
        var root = (MapNode) YamlReader.read(CONFIG, "c.yaml");
        return String.valueOf(
                FailurePlace.of(root, ComponentKind.RECEIVER, ComponentId.parse(id), reason));
    }
}
