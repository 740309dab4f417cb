// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.pprof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.testkit.ExtensionContract;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Profiles of the test's own process, read back with the JDK's parser. */
class PprofTest {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    @TempDir private Path folder;

    private Pprof pprof = new Pprof(config(""), new TestSettings().extension("pprof"));

    @AfterEach
    void stop() {
        pprof.stop(Duration.ofSeconds(5));
    }

    @Test
    void profile_isARecordingThatTheJdkReads() throws Exception {
        pprof.start(new TestHost());
        HttpResponse<byte[]> answer =
                client.send(
                        HttpRequest.newBuilder(uri("/debug/pprof/profile?seconds=1")).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("application/octet-stream");
        assertThat(events(Files.write(folder.resolve("p.jfr"), answer.body())))
                .contains("jdk.JVMInformation");
    }

    @Test
    void saveToFile_recordsUntilStop() throws Exception {
        Path file = folder.resolve("whole.jfr");
        pprof = new Pprof(config(file.toString()), new TestSettings().extension("pprof"));
        pprof.start(new TestHost());
        pprof.stop(Duration.ofSeconds(5));
        assertThat(events(file)).contains("jdk.JVMInformation");
    }

    @Test
    void saveToFile_thatCannotBeWritten_isAnErrorAtStart() {
        String nowhere = folder.resolve("missing/x.jfr").toString();
        pprof = new Pprof(config(nowhere), new TestSettings().extension("pprof"));
        assertThatThrownBy(() -> pprof.start(new TestHost()))
                .hasMessage("save_to_file: %s (expected: a file that can be written)", nowhere);
    }

    @Test
    void secondsOutOfRange_areRefused() throws Exception {
        pprof.start(new TestHost());
        for (String wrong : List.of("0", "601", "x")) {
            HttpResponse<String> answer = get("/debug/pprof/profile?seconds=" + wrong);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .isEqualTo("seconds: %s (expected: 1 to 600)\n".formatted(wrong));
        }
    }

    @Test
    void textPages_showHeapThreadsAndCommand() throws Exception {
        pprof.start(new TestHost());
        assertThat(get("/debug/pprof/").body()).contains("href=\"profile?seconds=30\"");
        assertThat(get("/debug/pprof/heap").body())
                .contains("committed")
                .contains("java.lang.String");
        assertThat(get("/debug/pprof/goroutine").body())
                .contains(getClass().getName() + ".textPages_showHeapThreadsAndCommand");
        assertThat(get("/debug/pprof/cmdline").body()).contains("java");
        assertThat(get("/debug/pprof/block").statusCode()).isEqualTo(404);
        assertThat(get("/").body()).isEqualTo("404 page not found\n");
    }

    @Test
    void second_isRefusedWhileOneRuns() throws Exception {
        pprof.start(new TestHost());
        var other = new Pprof(config(""), new TestSettings().extension("pprof/2"));
        assertThatThrownBy(() -> other.start(new TestHost()))
                .hasMessage("only a single pprof extension instance can be running per process");
        other.stop(Duration.ofSeconds(5));
        assertThat(get("/debug/pprof/").statusCode()).isEqualTo(200);
    }

    private static PprofConfig config(String file) {
        return new PprofConfig("127.0.0.1:0", 1_000_000, 1, file);
    }

    private static List<String> events(Path file) throws Exception {
        try (Stream<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()) {
            return events.map(event -> event.getEventType().getName()).distinct().toList();
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + pprof.port() + path);
    }

    @Nested
    class Contract extends ExtensionContract<PprofConfig> {
        @Override
        protected PprofFactory factory() {
            return new PprofFactory();
        }

        @Override
        protected PprofConfig config() {
            return new PprofConfig("127.0.0.1:0", 0, 0, "");
        }

        @Override
        protected boolean isShared(String threadName) {
            return threadName.startsWith("JFR") || super.isShared(threadName);
        }
    }
}
