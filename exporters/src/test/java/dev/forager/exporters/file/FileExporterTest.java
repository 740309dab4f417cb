// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.file;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterFactory;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.testkit.ExporterContract;
import dev.forager.testkit.TestClock;
import dev.forager.testkit.TestHost;
import dev.forager.testkit.TestSettings;
import dev.forager.testkit.TestTelemetry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileExporterTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MIB = 1024 * 1024;

    private final TestClock clock = new TestClock();
    private final TestSettings settings = new TestSettings(clock);
    private final FileExporterFactory factory = new FileExporterFactory();
    private final List<Exporter> running = new ArrayList<>();

    @TempDir Path directory;

    @AfterEach
    void stopAll() {
        running.forEach(exporter -> exporter.stop(PATIENCE));
    }

    @Test
    void json_isALineForEachRequest() throws Exception {
        Exporter exporter = start("", Signal.TRACES);
        export(exporter, TestTelemetry.traces(2), TestTelemetry.traces(1));
        exporter.stop(PATIENCE);
        List<String> lines = Files.readAllLines(file());
        assertThat(lines).hasSize(2);
        assertThat(TestTelemetry.toJson(TestTelemetry.fromJson(Signal.TRACES, lines.getFirst())))
                .isEqualTo(TestTelemetry.toJson(TestTelemetry.traces(2)));
    }

    @Test
    void proto_isPrecededByItsLength() throws Exception {
        Exporter exporter = start("format: proto", Signal.LOGS);
        export(exporter, TestTelemetry.logs(2), TestTelemetry.logs(1));
        exporter.stop(PATIENCE);
        List<byte[]> records = records(file());
        assertThat(records).hasSize(2);
        assertThat(records.getFirst()).isEqualTo(TestTelemetry.bytes(Signal.LOGS, 2));
        assertThat(records.getLast()).isEqualTo(TestTelemetry.bytes(Signal.LOGS, 1));
    }

    @Test
    void zstd_compressesEachRequest() throws Exception {
        Exporter exporter =
                start(
                        "format: proto, compression: zstd, compression_params: {level: 6}",
                        Signal.LOGS);
        export(exporter, TestTelemetry.logs(50));
        exporter.stop(PATIENCE);
        byte[] expected = TestTelemetry.bytes(Signal.LOGS, 50);
        byte[] record = records(file()).getFirst();
        assertThat(record.length).isLessThan(expected.length);
        assertThat(Zstd.decompress(record, expected.length)).isEqualTo(expected);
    }

    @Test
    void compressedJson_isFramedToo() throws Exception {
        Exporter exporter = start("compression: zstd", Signal.METRICS);
        export(exporter, TestTelemetry.metrics(5));
        exporter.stop(PATIENCE);
        byte[] record = records(file()).getFirst();
        assertThat(new String(Zstd.decompress(record, MIB), StandardCharsets.UTF_8))
                .startsWith("{\"resourceMetrics\":");
    }

    @Test
    void signalsOfAnId_shareTheFile() throws Exception {
        Exporter traces = start("", Signal.TRACES);
        Exporter logs = start("", Signal.LOGS);
        export(traces, TestTelemetry.traces(1));
        export(logs, TestTelemetry.logs(1));
        traces.stop(PATIENCE);
        export(logs, TestTelemetry.logs(1));
        logs.stop(PATIENCE);
        assertThat(Files.readAllLines(file())).hasSize(3);
    }

    @Test
    void existingFile_isEmptiedUnlessAppended() throws Exception {
        Files.writeString(file(), "before\n");
        start("append: true", Signal.LOGS).stop(PATIENCE);
        assertThat(file()).content().isEqualTo("before\n");
        start("", Signal.LOGS).stop(PATIENCE);
        assertThat(file()).isEmptyFile();
    }

    @Test
    void bufferedRecord_isOnDiskAfterTheInterval() throws Exception {
        Exporter exporter = start("flush_interval: 10ms", Signal.LOGS);
        export(exporter, TestTelemetry.logs(1));
        Awaitility.await().untilAsserted(() -> assertThat(Files.readAllLines(file())).hasSize(1));
    }

    @Test
    void fullFile_isRenamedAndNoRequestIsCut() throws Exception {
        Exporter exporter = start("rotation: {max_megabytes: 1, max_backups: 2}", Signal.LOGS);
        Payload big = TestTelemetry.logs(3000);
        for (int i = 0; i < 8; i++) {
            export(exporter, big);
            clock.advance(Duration.ofMillis(1500));
        }
        exporter.stop(PATIENCE);
        List<String> names = names();
        assertThat(names)
                .contains("data.json")
                .filteredOn(
                        name -> name.matches("data-2026-01-01T00-00-\\d\\d\\.\\d00-size\\.json"))
                .hasSize(2);
        for (String name : names) {
            assertThat(Files.size(directory.resolve(name))).isLessThanOrEqualTo(MIB);
            for (String line : Files.readAllLines(directory.resolve(name))) {
                assertThat(TestTelemetry.fromJson(Signal.LOGS, line).itemCount()).isEqualTo(3000);
            }
        }
    }

    @Test
    void backupsOfOneMillisecond_getNamesOfTheirOwn() throws Exception {
        Exporter exporter = start("rotation: {max_megabytes: 1}", Signal.LOGS);
        for (int i = 0; i < 4; i++) {
            export(exporter, TestTelemetry.logs(3000));
        }
        exporter.stop(PATIENCE);
        assertThat(names())
                .containsExactly(
                        "data-2026-01-01T00-00-00.000-size.json",
                        "data-2026-01-01T00-00-00.001-size.json",
                        "data-2026-01-01T00-00-00.002-size.json",
                        "data.json");
    }

    @Test
    void oldBackups_areDeletedAndOtherFilesLeftAlone() throws Exception {
        for (String name :
                List.of(
                        "data-2025-12-29T23-59-59.000-size.json",
                        "data-2025-12-29T23-59-59.000.json",
                        "data-2025-12-31T00-00-00.000-size.json",
                        "data-notes.json",
                        "other-2020-01-01T00-00-00.000-size.json")) {
            Files.writeString(directory.resolve(name), "x");
        }
        Exporter exporter = start("rotation: {max_megabytes: 1, max_days: 2}", Signal.LOGS);
        export(exporter, TestTelemetry.logs(3000), TestTelemetry.logs(3000));
        exporter.stop(PATIENCE);
        assertThat(names())
                .containsExactly(
                        "data-2025-12-31T00-00-00.000-size.json",
                        "data-2026-01-01T00-00-00.000-size.json",
                        "data-notes.json",
                        "data.json",
                        "other-2020-01-01T00-00-00.000-size.json");
    }

    @Test
    void requestLargerThanAFile_isRefusedForGood() throws Exception {
        Exporter exporter = start("rotation: {max_megabytes: 1}", Signal.LOGS);
        assertThatThrownBy(() -> export(exporter, TestTelemetry.logs(8000)))
                .isInstanceOf(Permanent.class)
                .hasMessageContaining("exceeds maximum file size 1048576");
        export(exporter, TestTelemetry.logs(1));
        assertThat(Files.readAllLines(file())).hasSize(1);
    }

    @Test
    void groupBy_writesAFileForEachValue() throws Exception {
        Exporter exporter = startGroups("", Signal.LOGS);
        export(exporter, resources("a", "b/c", "a", "../../escape", ""));
        export(exporter, TestTelemetry.fromJson(Signal.LOGS, "{\"resourceLogs\":[{}]}"));
        exporter.stop(PATIENCE);
        assertThat(itemsIn("groups/a.json")).isEqualTo(2);
        assertThat(itemsIn("groups/b/c.json")).isEqualTo(1);
        assertThat(itemsIn("groups/escape.json")).isEqualTo(1);
        assertThat(itemsIn("groups/.json")).isEqualTo(1);
        assertThat(directory.resolve("escape.json")).doesNotExist();
    }

    /** Closed for want of room, opened again: nothing that was written may be lost. */
    @Test
    void groupThatComesBack_isAppendedTo() throws Exception {
        Exporter exporter = startGroups(", max_open_files: 1", Signal.LOGS);
        export(exporter, resources("a"), resources("b"), resources("a"), resources("b"));
        exporter.stop(PATIENCE);
        assertThat(itemsIn("groups/a.json")).isEqualTo(2);
        assertThat(itemsIn("groups/b.json")).isEqualTo(2);
    }

    @Test
    void groupFileOfAnEarlierRun_isEmptied() throws Exception {
        Path old = directory.resolve("groups/a.json");
        Files.createDirectories(directory.resolve("groups"));
        Files.writeString(old, "before\n");
        Files.setLastModifiedTime(old, FileTime.from(clock.instant().minus(Duration.ofDays(1))));
        Exporter exporter = startGroups("", Signal.LOGS);
        export(exporter, resources("a"));
        exporter.stop(PATIENCE);
        assertThat(itemsIn("groups/a.json")).isOne();
    }

    @Test
    void groupValueThatIsNoPath_isRefusedForGood() throws Exception {
        Exporter exporter = startGroups("", Signal.LOGS);
        assertThatThrownBy(() -> export(exporter, resources("a\\u0000b")))
                .isInstanceOf(Permanent.class)
                .hasMessageContaining("fileexporter.path_segment");
    }

    @Test
    void placeThatIsNoFile_failsTheStartInGosWords() {
        assertThatThrownBy(() -> start("path: " + directory, Signal.LOGS, false))
                .isInstanceOf(IOException.class)
                .hasMessage("open " + directory + ": is a directory");
    }

    @Test
    void missingDirectory_failsTheStartUnlessItMayBeMade() throws Exception {
        String path = directory.resolve("x/y/data.json").toString();
        assertThatThrownBy(() -> start("path: " + path, Signal.LOGS, false))
                .isInstanceOf(IOException.class)
                .hasMessage("open " + path + ": no such file or directory");
        start(
                "path: " + path + ", create_directory: true, directory_permissions: \"0700\"",
                Signal.LOGS,
                false);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("x"))))
                .isEqualTo("rwx------");
    }

    @Test
    void afterStop_sendersAreToldToTryAgain() throws Exception {
        Exporter exporter = start("", Signal.LOGS);
        exporter.stop(PATIENCE);
        assertThatThrownBy(() -> export(exporter, TestTelemetry.logs(1)))
                .isInstanceOf(Retryable.class);
    }

    @Test
    void config_hasTheDefaultsAndTextsOfTheGoCollector() {
        var config = assertThatConfig(factory, "{path: x, rotation: }").binds();
        assertThat(config.rotation())
                .isEqualTo(new FileExporterConfig.Rotation(100, 0, 100, false));
        assertThat(config.flushInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(assertThatConfig(factory, "{path: x}").binds().rotation()).isNull();
        refused("{}", "path must be non-empty");
        refused("{path: x, format: xml}", "format type is not supported");
        refused("{path: x, compression: gzip}", "compression is not supported");
        refused(
                "{path: x, append: true, rotation: }",
                "append and rotation enabled at the same time is not supported");
        refused("{path: x, flush_interval: -1s}", "flush_interval must be larger than zero");
        refused(
                "{path: x, directory_permissions: \"0755\"}",
                "directory_permissions requires create_directory to be true");
        refused(
                "{path: x, create_directory: true, directory_permissions: \"999\"}",
                "directory_permissions value must be a valid octal representation");
        refused(
                "{path: x, create_directory: true, directory_permissions: \"17777\"}",
                "directory_permissions contain invalid bits for file access");
        refused(
                "{path: x, group_by: {enabled: true}}",
                "path must contain exactly one * when group_by is enabled");
        refused(
                "{path: \"*x\", group_by: {enabled: true}}",
                "path must not start with * when group_by is enabled");
        refused(
                "{path: \"a*\", group_by: {enabled: true, resource_attribute: \"\"}}",
                "resource_attribute must not be empty when group_by is enabled");
        refused("{path: x, encoding: zipkin}", "encoding extensions are not supported");
    }

    private void refused(String yaml, String text) {
        assertThatConfig(factory, yaml).failsWith(text);
    }

    private Path file() {
        return directory.resolve("data.json");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    private int itemsIn(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name)).stream()
                .mapToInt(line -> TestTelemetry.fromJson(Signal.LOGS, line).itemCount())
                .sum();
    }

    private static List<byte[]> records(Path file) throws IOException {
        var in = ByteBuffer.wrap(Files.readAllBytes(file));
        List<byte[]> records = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] record = new byte[in.getInt()];
            in.get(record);
            records.add(record);
        }
        return records;
    }

    /** A log record for each resource with this value of the grouping attribute. */
    private static Payload resources(String... values) {
        List<String> resources = Stream.of(values).map(FileExporterTest::resource).toList();
        return TestTelemetry.fromJson(
                Signal.LOGS, "{\"resourceLogs\":[" + String.join(",", resources) + "]}");
    }

    private static String resource(String value) {
        return """
               {"resource":{"attributes":[{"key":"fileexporter.path_segment",\
               "value":{"stringValue":"%s"}}]},"scopeLogs":[{"logRecords":[{}]}]}"""
                .formatted(value);
    }

    private static void export(Exporter exporter, Payload... payloads) throws Exception {
        for (Payload payload : payloads) {
            exporter.export(payload, Context.background());
        }
    }

    private Exporter start(String keys, Signal signal) throws Exception {
        return start("path: " + file() + (keys.isEmpty() ? "" : ", " + keys), signal, false);
    }

    private Exporter startGroups(String keys, Signal signal) throws Exception {
        String path = directory.resolve("groups").toString();
        return start(
                "path: \"%s/*.json\", group_by: {enabled: true%s}".formatted(path, keys),
                signal,
                true);
    }

    private Exporter start(String keys, Signal signal, boolean grouped) throws Exception {
        var config = assertThatConfig(factory, "{" + keys + "}").binds();
        assertThat(config.groupBy().enabled()).isEqualTo(grouped);
        Exporter exporter = factory.create(config, settings.exporter("file", signal));
        exporter.start(new TestHost());
        running.add(exporter);
        return exporter;
    }

    @Nested
    class Contract extends ExporterContract<FileExporterConfig> {
        @Override
        protected ExporterFactory<FileExporterConfig> factory() {
            return factory;
        }

        @Override
        protected FileExporterConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return String.format(Locale.ROOT, "{path: %s, format: proto}", file());
        }
    }
}
