// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.common.HttpData;
import dev.forager.config.RecordBinder;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.testkit.LogRecorder;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.transport.HttpServerConfig;
import dev.forager.transport.server.ErrorAnswers;
import dev.forager.transport.server.HttpFormat;
import dev.forager.transport.server.HttpServer;
import dev.forager.transport.server.RunningServer;
import dev.forager.transport.server.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The kernel's timers of a connection between a client and a server of ours. */
class TcpKeepaliveTest {
    /**
     * A connection in <a href="https://docs.kernel.org/networking/proc_net_tcp.html">/proc/net</a>
     * whose timer (tr) is that of keepalive (2): both ports, and the time left in hundredths of a
     * second.
     */
    private static final Pattern SILENT =
            Pattern.compile(
                    "\\w+:(?<local>\\w{4}) \\w+:(?<remote>\\w{4}) 01 \\w+:\\w+ 02:(?<left>\\w{8}) ");

    private final LogRecorder log = new TestSettings().log();
    private final RunningServer server;

    TcpKeepaliveTest() throws IOException {
        server =
                HttpServer.of(
                                HttpServerConfig.listeningOn("127.0.0.1:0"),
                                new ServerSettings(log.logger(), MemoryBudget.unlimited()),
                                ErrorAnswers.STATUS)
                        .messages("/x", new HttpFormat("text/plain", (_, _) -> new byte[0]))
                        .start(new TestHost());
    }

    @AfterEach
    void stop() {
        server.stop(Duration.ofSeconds(10));
    }

    @Test
    void bothEndsAreProbedAfterTheTimesOfGo() throws Exception {
        var form = new HttpSender.Form("text/plain", null, "test", Map.of());
        try (HttpSender sender =
                HttpSender.open(
                        RecordBinder.read("{}", HttpClientConfig.class),
                        HttpTarget.parse("http://127.0.0.1:" + server.port() + "/x", "endpoint"),
                        form,
                        null,
                        InstantSource.system(),
                        log.logger(),
                        Map.of())) {
            sender.post(new HttpData[] {HttpData.ofUtf8("one")}, Context.background());

            assertThat(untilProbe("local"))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(15));
            assertThat(untilProbe("remote"))
                    .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        }
    }

    /** Once both ends have acknowledged all data: until then another timer runs. */
    private Duration untilProbe(String serverPort) {
        return await().until(() -> timer(serverPort), timer -> timer != null);
    }

    private @Nullable Duration timer(String serverPort) throws IOException {
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            Matcher connection = SILENT.matcher(Files.readString(Path.of(table)));
            while (connection.find()) {
                if (Integer.parseInt(connection.group(serverPort), 16) == server.port()) {
                    return Duration.ofMillis(10 * Long.parseLong(connection.group("left"), 16));
                }
            }
        }
        return null;
    }
}
