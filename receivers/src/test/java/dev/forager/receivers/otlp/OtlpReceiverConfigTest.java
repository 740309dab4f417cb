// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.ConfigException;
import dev.forager.config.RecordBinder;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OtlpReceiverConfigTest {
    private static OtlpReceiverConfig.Protocols read(String yaml) throws ConfigException {
        return RecordBinder.read(yaml, OtlpReceiverConfig.class).protocols();
    }

    @Test
    void aProtocolIsOnWhenItsKeyIsThere() throws ConfigException {
        var grpc = read("protocols: {grpc: }");
        assertThat(Objects.requireNonNull(grpc.grpc()).endpoint()).isEqualTo("localhost:4317");
        assertThat(grpc.http()).isNull();
        var http = read("protocols: {http: {}}");
        assertThat(http.grpc()).isNull();
        var server = Objects.requireNonNull(http.http()).server();
        assertThat(server.endpoint()).isEqualTo("localhost:4318");
        assertThat(server.idleLimit()).isEqualTo(Duration.ofMinutes(1));
        assertThat(server.maxRequestBodySize()).isEqualTo(20 << 20);
        assertThatThrownBy(() -> read("protocols: {}"))
                .hasMessageContaining(
                        "must specify at least one protocol when using the OTLP receiver");
    }

    @Test
    void everyKeyOfTheCollector() throws ConfigException {
        var protocols =
                read(
                        """
                        protocols:
                          grpc:
                            endpoint: 0.0.0.0:4317
                            transport: tcp
                            max_recv_msg_size_mib: 16
                            max_concurrent_streams: 16
                            read_buffer_size: 1024
                            write_buffer_size: 1024
                            keepalive:
                              server_parameters: {max_connection_idle: 11s, max_connection_age: 12s, max_connection_age_grace: 13s, time: 30s, timeout: 5s}
                              enforcement_policy: {min_time: 10s, permit_without_stream: true}
                            auth: {authenticator: basicauth/x}
                            include_metadata: true
                          http:
                            endpoint: :4318
                            cors: {allowed_origins: ["*"], allowed_headers: [x], exposed_headers: [y], max_age: 7200}
                            max_request_body_size: 100
                            include_metadata: true
                            response_headers: {x-a: b}
                            compression_algorithms: [gzip, ""]
                            read_timeout: 1s
                            read_header_timeout: 2s
                            write_timeout: 3s
                            idle_timeout: 4s
                            keep_alives_enabled: false
                            traces_url_path: a
                            metrics_url_path: /b
                            logs_url_path: c/d
                        """);
        var grpc = Objects.requireNonNull(protocols.grpc());
        assertThat(grpc.maxMessageBytes()).isEqualTo(16 << 20);
        var http = Objects.requireNonNull(protocols.http());
        assertThat(http.tracesUrlPath()).isEqualTo("/a");
        assertThat(http.metricsUrlPath()).isEqualTo("/b");
        assertThat(http.logsUrlPath()).isEqualTo("/c/d");
        assertThat(http.server().reusesConnections()).isFalse();
        assertThat(http.server().idleLimit()).isEqualTo(Duration.ofSeconds(4));
        assertThat(Objects.requireNonNull(http.server().cors()).maxAge()).isEqualTo(7200);
    }
}
