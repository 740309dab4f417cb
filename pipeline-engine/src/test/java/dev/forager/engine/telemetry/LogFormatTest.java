// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.TelemetryLogs;
import dev.forager.engine.telemetry.logging.LogPipeline;
import dev.forager.pipeline.LogMarkers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Lines as the Go collector 0.165 writes them, byte for byte where the content is the same. */
class LogFormatTest {
    private static final Map<String, ?> RESOURCE =
            new TreeMap<>(
                    Map.of(
                            "service.instance.id",
                            "b71d",
                            "service.name",
                            "otelcol",
                            "service.version",
                            "0.165.0"));
    private static final String SHOWN =
            "\"resource\": {\"service.instance.id\": \"b71d\", \"service.name\": \"otelcol\","
                    + " \"service.version\": \"0.165.0\"}";
    private static final Instant NOW = Instant.parse("2026-11-25T12:03:28.230999Z");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void consoleLine_hasTheFieldsOfTheCapture() {
        LogPipeline log = pipeline(logs().build(), ZoneOffset.UTC);
        log.logger("x", receiver())
                .atInfo()
                .addMarker(LogMarkers.NO_CALLER)
                .addKeyValue("endpoint", "127.0.0.1:14317")
                .log("Starting GRPC server");
        assertThat(text())
                .isEqualTo(
                        "2026-11-25T12:03:28.230Z\tinfo\tStarting GRPC server\t{"
                                + SHOWN
                                + ", \"otelcol.component.id\": \"otlp\","
                                + " \"otelcol.component.kind\": \"receiver\", \"endpoint\":"
                                + " \"127.0.0.1:14317\"}\n");
    }

    @Test
    void path_isText() {
        pipeline(logs().caller(false).build(), ZoneOffset.UTC)
                .logger("x", Map.of())
                .atInfo()
                .addKeyValue("file", Path.of("/run/token"))
                .log("a");
        assertThat(text()).endsWith(", \"file\": \"/run/token\"}\n");
    }

    @Test
    void caller_isFolderFileAndLine() {
        pipeline(logs().build(), ZoneOffset.UTC).logger("x", Map.of()).warn("Say {}", "it");
        assertThat(text())
                .matches(
                        "2026-11-25T12:03:28\\.230Z\twarn\ttelemetry/LogFormatTest\\.java:\\d+\tSay"
                                + " it\t\\{\"resource\".*\\}\n");
    }

    @Test
    void disableCaller_leavesItOut() {
        pipeline(logs().caller(false).build(), ZoneOffset.UTC).logger("x", Map.of()).info("a");
        assertThat(text()).isEqualTo("2026-11-25T12:03:28.230Z\tinfo\ta\t{" + SHOWN + "}\n");
    }

    @Test
    void zoneOtherThanUtc_isNumeric() {
        pipeline(logs().caller(false).build(), ZoneId.of("America/St_Johns"))
                .logger("x", Map.of())
                .info("a");
        assertThat(text()).startsWith("2026-11-25T08:33:28.230-0330\tinfo\ta\t{");
    }

    @Test
    void messageOfManyLines_staysAsItIs() {
        pipeline(logs().caller(false).build(), ZoneOffset.UTC)
                .logger("x", Map.of())
                .info("ResourceSpans #0\n     -> k: Int(7)\n");
        assertThat(text())
                .isEqualTo(
                        "2026-11-25T12:03:28.230Z\tinfo\tResourceSpans #0\n     -> k: Int(7)\n\t{"
                                + SHOWN
                                + "}\n");
    }

    @Test
    void json_hasZapsKeysInZapsOrder() {
        pipeline(
                        logs().encoding("json")
                                .caller(false)
                                .fields(
                                        new HashMap<>(
                                                Map.of(
                                                        "a",
                                                        "b",
                                                        "n",
                                                        1,
                                                        "o",
                                                        Map.of("x", List.of(1, 2)))))
                                .build(),
                        ZoneOffset.UTC)
                .logger("x", receiver())
                .atInfo()
                .addKeyValue("took", Duration.ofMillis(1500))
                .addKeyValue("share", 0.25)
                .addKeyValue("whole", 2.0)
                .addKeyValue("text", "q\"\\\n\t\u0001é\ud83d\ude00\ud800<&>")
                .addKeyValue("none", (Object) null)
                .log("m");
        assertThat(text())
                .isEqualTo(
                        "{\"level\":\"info\",\"ts\":\"2026-11-25T12:03:28.230Z\",\"msg\":\"m\","
                                + "\"a\":\"b\",\"n\":1,\"o\":{\"x\":[1,2]},"
                                + SHOWN.replace("\": ", "\":").replace(", \"", ",\"")
                                + ",\"otelcol.component.id\":\"otlp\","
                                + "\"otelcol.component.kind\":\"receiver\",\"took\":1.5,"
                                + "\"share\":0.25,\"whole\":2,"
                                + "\"text\":\"q\\\"\\\\\\n\\t\\u0001é\ud83d\ude00\ufffd<&>\","
                                + "\"none\":null}\n");
    }

    @Test
    void error_hasItsCauseAsFieldAndAStackBelow() {
        pipeline(logs().build(), ZoneOffset.UTC)
                .logger("x", Map.of())
                .error("Exporting failed.", new IllegalStateException("no way"));
        assertThat(text())
                .contains("\"error\": \"no way\"}\njava.lang.IllegalStateException: no way\n\tat ");
    }

    @Test
    void errorWithoutCause_hasTheCallersStackBelow() {
        pipeline(logs().build(), ZoneOffset.UTC).logger("x", Map.of()).error("Bad");
        assertThat(text().lines().skip(1).findFirst())
                .hasValue(
                        "dev.forager.engine.telemetry.LogFormatTest"
                                + ".errorWithoutCause_hasTheCallersStackBelow");
        assertThat(text().lines().skip(2).findFirst().orElseThrow())
                .matches("\tdev/forager/engine/telemetry/LogFormatTest\\.java:\\d+");
    }

    @Test
    void disableStacktrace_andLowerLevels_haveNone() {
        pipeline(logs().stacktrace(false).build(), ZoneOffset.UTC)
                .logger("x", Map.of())
                .error("Bad", new IllegalStateException("no way"));
        assertThat(text().lines()).hasSize(1);
        pipeline(logs().build(), ZoneOffset.UTC)
                .logger("x", Map.of())
                .warn("Bad", new IllegalStateException("no way"));
        assertThat(text().lines()).hasSize(2);
    }

    @Test
    void aLineThatSaysAll_hasNoStack() {
        pipeline(logs().build(), ZoneOffset.UTC)
                .logger("x", Map.of())
                .atError()
                .addMarker(LogMarkers.NO_STACK)
                .log("Failed to start component");
        assertThat(text().lines()).hasSize(1);
        assertThat(text()).contains("LogFormatTest.java:");
    }

    @Test
    void development_addsStacksFromWarnOn() {
        pipeline(logs().development(true).build(), ZoneOffset.UTC)
                .logger("x", Map.of())
                .warn("Careful");
        assertThat(text().lines().count()).isGreaterThan(2);
    }

    @Test
    void linesBelowTheLevel_areNotWritten() {
        var logger =
                pipeline(logs().level(TelemetryLogs.Level.WARN).build(), ZoneOffset.UTC)
                        .logger("x", Map.of());
        logger.info("no");
        logger.atInfo().log("no");
        assertThat(logger.isInfoEnabled()).isFalse();
        logger.warn("yes");
        assertThat(text().lines()).hasSize(1);
    }

    @Test
    void disableZapResource_leavesAllFieldsOut() {
        pipeline(logs().caller(false).resource(false).build(), ZoneOffset.UTC)
                .logger("x", Map.of())
                .info("a");
        assertThat(text()).isEqualTo("2026-11-25T12:03:28.230Z\tinfo\ta\n");
    }

    @Test
    void sampling_letsTenPassAndThenEveryHundredth_untilTheTickIsOver() {
        var now = new Instant[] {NOW};
        var log = LogPipeline.to(out, logs().build(), Map.of(), () -> now[0], ZoneOffset.UTC);
        var logger = log.logger("x", Map.of());
        for (int i = 0; i < 300; i++) {
            logger.info("again");
        }
        assertThat(text().lines()).hasSize(10 + 2);
        logger.info("another");
        logger.warn("again");
        assertThat(text().lines()).hasSize(14);
        now[0] = NOW.plusSeconds(10);
        logger.info("again");
        assertThat(text().lines()).hasSize(15);
    }

    private static Map<String, String> receiver() {
        return Map.of("otelcol.component.kind", "receiver", "otelcol.component.id", "otlp");
    }

    private LogPipeline pipeline(TelemetryLogs config, ZoneId zone) {
        return LogPipeline.to(out, config, RESOURCE, InstantSource.fixed(NOW), zone);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Logs logs() {
        return new Logs(TelemetryLogs.defaults());
    }

    /** Changes one setting at a time. */
    private record Logs(TelemetryLogs build) {
        Logs level(TelemetryLogs.Level level) {
            return with(level, build.encoding(), build.development());
        }

        Logs encoding(String encoding) {
            return with(build.level(), encoding, build.development());
        }

        Logs development(boolean on) {
            return with(build.level(), build.encoding(), on);
        }

        Logs caller(boolean shown) {
            return with(
                    !shown,
                    build.disableStacktrace(),
                    build.initialFields(),
                    build.disableZapResource());
        }

        Logs stacktrace(boolean shown) {
            return with(
                    build.disableCaller(),
                    !shown,
                    build.initialFields(),
                    build.disableZapResource());
        }

        Logs fields(Map<String, Object> fields) {
            return with(
                    build.disableCaller(),
                    build.disableStacktrace(),
                    fields,
                    build.disableZapResource());
        }

        Logs resource(boolean shown) {
            return with(
                    build.disableCaller(),
                    build.disableStacktrace(),
                    build.initialFields(),
                    !shown);
        }

        private Logs with(TelemetryLogs.Level level, String encoding, boolean development) {
            return new Logs(
                    new TelemetryLogs(
                            level,
                            encoding,
                            development,
                            build.disableCaller(),
                            build.disableStacktrace(),
                            build.sampling(),
                            build.outputPaths(),
                            build.errorOutputPaths(),
                            build.initialFields(),
                            build.processors(),
                            build.disableZapResource()));
        }

        private Logs with(
                boolean disableCaller,
                boolean disableStack,
                Map<String, Object> fields,
                boolean bare) {
            return new Logs(
                    new TelemetryLogs(
                            build.level(),
                            build.encoding(),
                            build.development(),
                            disableCaller,
                            disableStack,
                            build.sampling(),
                            build.outputPaths(),
                            build.errorOutputPaths(),
                            fields,
                            build.processors(),
                            bare));
        }
    }
}
