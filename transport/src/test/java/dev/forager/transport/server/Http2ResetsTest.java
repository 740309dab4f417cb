// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.HttpServerConfig;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that open streams only to have them reset, by either side, end. */
class Http2ResetsTest {
    private static final String PATH = "/v1/traces";

    private static final byte[] CANCEL = {0, 0, 0, 8};

    private RunningServer server;

    @BeforeEach
    void start() throws IOException {
        var settings =
                new ServerSettings(new TestSettings().log().logger(), MemoryBudget.unlimited());
        server =
                HttpServer.of(
                                HttpServerConfig.listeningOn("127.0.0.1:0"),
                                settings,
                                ErrorAnswers.STATUS)
                        .messages(PATH, new HttpFormat("application/json", new Echo()))
                        .start(new TestHost());
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(10));
    }

    /** CVE-2023-44487. */
    @Test
    void rapidResets_endTheConnection() throws IOException {
        assertEndedWithin(200_000, Http2Wire.RST_STREAM, CANCEL);
    }

    /** CVE-2025-55163: frames that oblige the server to reset. */
    @Test
    void resetsThatTheServerIsMadeToSend_endTheConnection() throws IOException {
        assertEndedWithin(200_000, Http2Wire.WINDOW_UPDATE, new byte[4]);
    }

    /** What is answered before is not read: closing is seen by writing. */
    private void assertEndedWithin(int most, int frame, byte[] payload) throws IOException {
        try (var wire = new Http2Wire(server.port())) {
            assertThat(streamsUntilClosed(wire, most, frame, payload)).isBetween(40_000, most - 1);
        }
    }

    /** Begins requests and sends that frame on each; says how many until writing failed. */
    private static int streamsUntilClosed(Http2Wire wire, int most, int frame, byte[] payload)
            throws IOException {
        for (int i = 0; i < most; i++) {
            try {
                wire.beginPost(2 * i + 1, PATH, "application/json");
                wire.send(frame, 0, 2 * i + 1, payload);
            } catch (SocketException closed) {
                return i;
            }
        }
        return most;
    }
}
