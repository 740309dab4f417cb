// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ApiConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    /** As behind a proxy or a load balancer that hangs. */
    @Test
    void serverThatSaysNothing_doesNotRefuse() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var connection = connection("https://127.0.0.1:" + silent.getLocalPort())) {
            assertThatThrownBy(() -> send(connection))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageEndingWith("no connection in time");
        }
    }

    @Test
    void portThatIsClosed_refuses() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        try (var connection = connection("https://127.0.0.1:" + port)) {
            assertThatThrownBy(() -> send(connection))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageEndingWith("connection refused");
        }
    }

    private static ApiConnection connection(String server) {
        Config config =
                new ConfigBuilder(ClusterAccess.finished(Config.empty()))
                        .withAutoConfigure(false)
                        .withMasterUrl(server)
                        .withConnectionTimeout(300)
                        .withTrustCerts(true)
                        .build();
        return new ApiConnection(config);
    }

    private static void send(ApiConnection connection) throws Exception {
        try (var answer =
                connection.send(ApiConnection.Call.get("/", "*/*", false, LONG, LONG), "test")) {
            throw new AssertionError("answered: " + answer.status());
        }
    }
}
