// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.config.tree.Position;
import dev.forager.pipeline.ComponentId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectorConfigTest {
    private static final String GOOD =
            """
            receivers: {nop: }
            processors: {sized: {timeout: 5s}}
            exporters: {sized/out: {size: 5}}
            service:
              pipelines:
                traces: {receivers: [nop], processors: [sized], exporters: [sized/out]}
            """;

    @Test
    void soundConfiguration_isBound() throws Exception {
        CollectorConfig config = load(GOOD);
        assertThat(config.receivers()).containsOnlyKeys(ComponentId.parse("nop"));
        ComponentConfig<?> exporter =
                requireNonNull(config.exporters().get(ComponentId.parse("sized/out")));
        assertThat(exporter.config()).hasFieldOrPropertyWithValue("size", 5);
        assertThat(config.service().pipelines()).hasSize(1);
    }

    @Test
    void everythingThatIsWrong_isReportedAtOnceInOrder() {
        String text =
                """
                receivers: {nop: , kafka: }
                processors:
                  sized:
                    timout: 5s
                    size: -1
                exporters:
                  sized/: {}
                  szied: {}
                foo: 1
                service:
                  pipelines:
                    traces:
                      receivers: [npo]
                      processors: [sized, sized]
                    blobs: {}
                """;
        assertThatThrownBy(() -> load(text))
                .hasMessage(
                        """
                        receivers::kafka: 'receivers' unknown type: "kafka" for id: "kafka" (valid values: [nop]): the collector's receiver "kafka" is not built yet at f.yaml:1:20
                        processors::sized: 'sized' has invalid keys: timout (did you mean "timeout"?) (expected: one of size, timeout, token) at f.yaml:4:5
                        processors::sized::size: -1: 'size' cannot parse value as 'uint32': negative, overflows uint (expected: an integer from 0 to 2147483647) at f.yaml:5:11
                        exporters::sized/: 'exporters' in "sized/" id: the part after / should not be empty (expected: type or type/name) at f.yaml:7:3
                        exporters::szied: 'exporters' unknown type: "szied" for id: "szied" (valid values: [nop sized]): did you mean "sized"? at f.yaml:8:3
                        has invalid keys: foo (expected: one of receivers, processors, exporters, connectors, extensions, service, or a name that begins with x-) at f.yaml:9:1
                        service::pipelines::traces: must have at least one exporter at f.yaml:12:5
                        service::pipelines::traces: references receiver "npo" which is not configured (did you mean "nop"?) at f.yaml:13:19
                        service::pipelines::blobs: blobs: 'blobs' in "blobs" id: unknown pipeline signal: "blobs" (expected: traces, metrics, logs or profiles, with /name where there are several) at f.yaml:15:5
                        service::pipelines::blobs: must have at least one exporter at f.yaml:15:5
                        service::pipelines::blobs: must have at least one receiver at f.yaml:15:5""");
    }

    @Test
    void wiring_isChecked() {
        String text =
                """
                x-anchors: [&id nop]
                receivers: {nop: }
                exporters: {nop: }
                connectors: {forward: }
                service:
                  extensions: [health]
                  pipelines:
                    traces: {receivers: [npo], processors: [sized], exporters: [out]}
                    logs: {}
                    profiles: {receivers: [*id], exporters: [nop]}
                """;
        assertThatThrownBy(() -> load(text))
                .hasMessage(
                        """
                        connectors::forward: 'connectors' unknown type: "forward" for id: "forward" (valid values: []): the collector's connector "forward" is not built yet at f.yaml:4:14
                        service::extensions: references extension "health" which is not configured at f.yaml:6:16
                        service::pipelines::traces: references receiver "npo" which is not configured (did you mean "nop"?) at f.yaml:8:26
                        service::pipelines::traces: references processor "sized" which is not configured (write "sized:" under processors) at f.yaml:8:45
                        service::pipelines::traces: references exporter "out" which is not configured at f.yaml:8:65
                        service::pipelines::logs: must have at least one exporter at f.yaml:9:5
                        service::pipelines::logs: must have at least one receiver at f.yaml:9:5
                        service::pipelines: pipeline "profiles": profiling signal support is at alpha level, gated under the "service.profilesSupport" feature gate (start with --feature-gates=service.profilesSupport) at f.yaml:10:5""");
    }

    @Test
    void removedComponents_nameWhatTookTheirPlace() {
        String text =
                """
                receivers: {nop: , opencensus: }
                processors: {routing: , spanmetrics/2: }
                exporters: {nop: , loki: , jaeger: }
                extensions: {memory_ballast: }
                service: {pipelines: {logs: {receivers: [nop], exporters: [nop]}}}
                """;
        assertThatThrownBy(() -> load(text))
                .message()
                .contains(
                        "the collector's receiver \"opencensus\" was removed upstream in v0.134.0; use \"otlp\" at",
                        "the collector's processor \"routing\" was removed upstream in v0.133.0; use the connector \"routing\" at",
                        "the collector's processor \"spanmetrics\" was removed upstream; use the connector \"span_metrics\" at",
                        "the collector's exporter \"loki\" was removed upstream in v0.131.0; use \"otlp_http\"",
                        "the collector's exporter \"jaeger\" was removed upstream in v0.85.0; use \"otlp_grpc\"",
                        "the collector's extension \"memory_ballast\" was removed upstream; set GOMEMLIMIT");
    }

    @Test
    void aMistakeInTheService_doesNotHideReferencesThatLeadNowhere() {
        String text =
                GOOD.substring(0, GOOD.indexOf("service:"))
                        + """
                        service:
                          extensions: [helth]
                          telemetry: {logs: {level: loud}}
                          pipelines:
                            trace/2: {receivers: [npo], exporters: []}
                            logs: {receivers: [nop], processor: [x], processors: [sized], exporters: [out]}
                        """;
        assertThatThrownBy(() -> load(text))
                .message()
                .contains(
                        "unrecognized level: \"loud\"",
                        "service::extensions: references extension \"helth\" which is not configured",
                        "service::pipelines::trace/2: references receiver \"npo\" which is not configured",
                        "service::pipelines::trace/2: must have at least one exporter",
                        "service::pipelines::logs: references exporter \"out\" which is not configured");
    }

    @Test
    void whatFollowsFromAMistake_isNotAnotherOne() {
        assertThatThrownBy(
                        () ->
                                load(
                                        """
                                        receivers: [nop]
                                        exporters: {nop: }
                                        service:
                                          pipelines:
                                            traces: {receivers: [nop], exporter: [nop]}
                                        """))
                .hasMessage(
                        """
                        receivers: 'receivers' expected a map or struct, got "[]interface {}" (expected: ids with settings) at f.yaml:1:12
                        service::pipelines::traces: 'traces' has invalid keys: exporter (did you mean "exporters"?) (expected: one of exporters, processors, receivers) at f.yaml:5:32""");
    }

    @Test
    void furtherLinesOfAMessageStandBelowItsPlace() {
        var problem =
                new Problem(
                        "a::b",
                        "no\nway",
                        new Position("f.yaml", 2, 3),
                        List.of("text", "  ^\u0007"));
        assertThat(problem).hasToString("a::b: no way at f.yaml:2:3\n    text\n      ^ ");
    }

    @Test
    void emptyFile_saysWhatIsMissing() {
        assertThatThrownBy(() -> load(""))
                .hasMessage(
                        """
                        empty configuration file
                        service::pipelines: service must have at least one pipeline""");
    }

    @Test
    void oldSpelling_worksWithANotice() throws Exception {
        CollectorConfig config = load(GOOD.replace("sized/out", "si_zed/out"));
        assertThat(config.notices())
                .extracting(Notice::message)
                .containsExactly("\"si_zed\" alias is deprecated; use \"sized\" instead");
    }

    @Test
    void sameSection_isTheSameWhereverItStands() throws Exception {
        ComponentId id = ComponentId.parse("sized");
        ComponentConfig<?> first = requireNonNull(load(GOOD).processors().get(id));
        ComponentConfig<?> moved = requireNonNull(load("\n\n" + GOOD).processors().get(id));
        ComponentConfig<?> other =
                requireNonNull(load(GOOD.replace("5s", "6s")).processors().get(id));
        assertThat(first.isSameAs(moved)).isTrue();
        assertThat(first.isSameAs(other)).isFalse();
    }

    private static CollectorConfig load(String text) throws ConfigException {
        return TestComponents.load(Map.of(), text, List.of());
    }
}
