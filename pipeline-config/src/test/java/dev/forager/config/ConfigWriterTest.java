// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.ConfigWriter.Format;
import dev.forager.config.ConfigWriter.Mode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigWriterTest {
    private static final String CONFIG =
            """
            receivers: {nop: }
            exporters: {sized/b: {token: hunter2, timeout: 90s}, sized: {size: 3}}
            service:
              telemetry: {metrics: {level: none}}
              pipelines:
                traces: {receivers: [nop], exporters: [sized/b]}
            """;

    @Test
    void yaml_isSortedAndFilledIn() throws Exception {
        String yaml = ConfigWriter.write(load(CONFIG), Format.YAML, Mode.REDACTED);
        assertThat(yaml)
                .startsWith(
                        """
                        connectors: {}
                        exporters:
                            sized:
                                size: 3
                                timeout: 200ms
                                token: ""
                            sized/b:
                                size: 7
                                timeout: 1m30s
                                token: '[REDACTED]'
                        extensions: {}
                        processors: {}
                        receivers:
                            nop: {}
                        service:
                            pipelines:
                                traces:
                                    exporters:
                                        - sized/b
                                    processors: []
                                    receivers:
                                        - nop
                            telemetry:
                                logs:
                        """)
                .contains(
                        """
                                    readers:
                                        - pull:
                                            exporter:
                                                prometheus:
                                                    host: localhost
                                                    port: 8888
                        """);
    }

    @Test
    void whatSaysNothing_isLeftOutOfSectionsThatAskForIt() throws Exception {
        assertThat(ConfigWriter.write(load(CONFIG), Format.YAML, Mode.REDACTED))
                .doesNotContain("disable_caller", "initial_fields", "traces: {}");
        String config =
                CONFIG.replace("{metrics: {level: none}}", "{logs: {disable_caller: true}}");
        assertThat(ConfigWriter.write(load(config), Format.YAML, Mode.REDACTED))
                .contains("disable_caller: true\n")
                .doesNotContain("disable_stacktrace");
    }

    @Test
    void levelsTimesAndNumbers_areWrittenAsByTheCollector() throws Exception {
        String fields = "{day: 2001-01-01, big: 1e21, small: 1.5e-7, whole: 1000000.0}";
        String telemetry =
                "{metrics: {level: BASIC}, logs: {initial_fields: %s}}".formatted(fields);
        String config = CONFIG.replace("{metrics: {level: none}}", telemetry);
        assertThat(ConfigWriter.write(load(config), Format.YAML, Mode.REDACTED))
                .contains("level: Basic\n")
                .contains("big: 1e+21\n")
                .contains("2001-01-01T00:00:00Z")
                .contains("small: 1.5e-07\n")
                .contains("whole: 1000000\n");
    }

    @Test
    void unredactedYaml_loadsToTheSame() throws Exception {
        CollectorConfig config = load(CONFIG);
        String yaml = ConfigWriter.write(config, Format.YAML, Mode.UNREDACTED);
        CollectorConfig again = load(yaml);
        assertThat(yaml).contains("token: hunter2");
        assertThat(again.service()).isEqualTo(config.service());
        config.exporters()
                .forEach(
                        (id, exporter) ->
                                assertThat(again.exporters().get(id))
                                        .extracting(it -> (Object) it.config())
                                        .isEqualTo(exporter.config()));
    }

    @Test
    void dollars_areDoubledWhereTheyWouldBeReadAsOthers() throws Exception {
        String telemetry = "{logs: {initial_fields: {a: '$$$$$${x}$$$$', b: 'x$1'}}}";
        String config = CONFIG.replace("{metrics: {level: none}}", telemetry);
        CollectorConfig once = TestComponents.load(Map.of("x", ""), config, List.of());
        String yaml = ConfigWriter.write(once, Format.YAML, Mode.REDACTED);
        assertThat(yaml).contains("a: $$$$$${x}$$$\n", "b: x$1\n");
        CollectorConfig again = TestComponents.load(Map.of("x", ""), yaml, List.of());
        assertThat(ConfigWriter.write(again, Format.YAML, Mode.REDACTED)).isEqualTo(yaml);
    }

    @Test
    void sets_arePrintedInOneOrder() {
        assertThat(ConfigWriter.write(new Names(Set.of("c", "a", "d", "b"))))
                .isEqualTo("names:\n    - a\n    - b\n    - c\n    - d\n");
    }

    record Names(Set<String> names) {}

    @Test
    void json_countsDurationsInNanoseconds() throws Exception {
        assertThat(ConfigWriter.write(load(CONFIG), Format.JSON, Mode.REDACTED))
                .startsWith(
                        """
                        {
                          "connectors": {},
                          "exporters": {
                            "sized": {
                              "size": 3,
                              "timeout": 200000000,
                              "token": ""
                            },
                        """)
                .contains("\"token\": \"[REDACTED]\"")
                .endsWith("}\n");
    }

    private static CollectorConfig load(String text) throws ConfigException {
        return TestComponents.load(Map.of(), text, List.of());
    }
}
