// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Sections {@code service::telemetry} as users write them. Phrases of refusals were given by the Go
 * collector 0.165 for the same text.
 */
class TelemetryConfigTest {
    private static final String ONE_PROCESSOR =
            "processors: [{simple: {exporter: {otlp: {protocol: grpc}}}}]";

    @Test
    void nothing_isTheGoCollectorsDefault() throws Exception {
        assertThat(read("{}")).isEqualTo(TelemetryConfig.defaults());
        assertThat(read("{logs: , metrics: , traces: , resource: }"))
                .isEqualTo(TelemetryConfig.defaults());
    }

    @Test
    void logs_takeEveryKey() throws Exception {
        TelemetryLogs logs =
                read("""
                        logs:
                          level: WARN
                          encoding: json
                          development: true
                          disable_caller: true
                          disable_stacktrace: true
                          sampling: {enabled: false, tick: 1m, initial: 2, thereafter: 0}
                          output_paths: [stdout, /tmp/x.log]
                          error_output_paths: [/tmp/e.log]
                          initial_fields: {a: b, n: 1, o: {x: [1, true]}}
                          disable_zap_resource: true
                          processors:
                            - batch: {schedule_delay: 7, exporter: {otlp: {protocol: grpc, endpoint: "http://h:1"}}}
                            - simple: {exporter: {otlp: {protocol: http/protobuf, endpoint: h:1, insecure: true}}}
                        """)
                        .logs();
        assertThat(logs.level()).isEqualTo(TelemetryLogs.Level.WARN);
        assertThat(logs.sampling())
                .isEqualTo(new TelemetryLogs.Sampling(false, Duration.ofMinutes(1), 2, 0));
        assertThat(logs.outputPaths()).containsExactly("stdout", "/tmp/x.log");
        assertThat(logs.initialFields()).containsKeys("a", "n", "o");
        var batch = Objects.requireNonNull(logs.processors().getFirst().batch());
        assertThat(batch.scheduleDelay()).isEqualTo(7);
        var simple = Objects.requireNonNull(logs.processors().getLast().simple());
        assertThat(Objects.requireNonNull(simple.exporter().otlp()).endpointUrl())
                .isEqualTo("http://h:1");
    }

    @Test
    void metrics_takeReadersOfBothKinds() throws Exception {
        TelemetryMetrics metrics =
                read("""
                        metrics:
                          level: Detailed
                          readers:
                            - pull:
                                exporter:
                                  prometheus:
                                    host: 0.0.0.0
                                    port: 8889
                                    with_resource_constant_labels: {included: [service.name]}
                            - periodic:
                                interval: 5000
                                exporter:
                                  otlp:
                                    protocol: http/protobuf
                                    endpoint: https://h:4318/v1/metrics
                                    headers: [{name: api-key, value: geheim}]
                                    compression: gzip
                                    timeout: 1000
                                    temporality_preference: delta
                          views:
                            - selector: {instrument_name: "otelcol_*", instrument_type: up_down_counter}
                              stream: {attribute_keys: {excluded: [a]}, aggregation: {drop: {}}}
                        """)
                        .metrics();
        assertThat(metrics.level()).isEqualTo(TelemetryMetrics.Level.DETAILED);
        assertThat(metrics.readers()).hasSize(2);
        var pull = Objects.requireNonNull(metrics.readers().getFirst().pull());
        var prometheus = Objects.requireNonNull(pull.exporter().prometheus());
        assertThat(prometheus.port()).isEqualTo(8889);
        assertThat(prometheus.withoutUnits()).isTrue();
        assertThat(prometheus.withoutTypeSuffix()).isTrue();
        assertThat(prometheus.withoutScopeInfo()).isTrue();
        assertThat(metrics.toString()).doesNotContain("geheim");
        assertThat(Objects.requireNonNull(metrics.views())).hasSize(1);
    }

    @Test
    void resource_isAListOrAPlainMap() throws Exception {
        TelemetryResource map =
                read("resource: {k8s.pod.name: p, service.instance.id: null}").resource();
        assertThat(map.legacy()).containsEntry("k8s.pod.name", "p");
        assertThat(map.legacy()).containsEntry("service.instance.id", null);
        TelemetryResource list =
                read("resource: {schema_url: s, attributes: [{name: a, value: 3}]}").resource();
        assertThat(list.legacy()).isEmpty();
        assertThat(list.attributes())
                .isEqualTo(List.of(new TelemetryResource.Attribute("a", null, 3L)));
        assertThat(read("resource: {detection/development: {detectors: [{host: {}}]}}").resource())
                .isNotEqualTo(TelemetryConfig.defaults().resource());
    }

    @Test
    void detectors_areThoseWithAValue() throws Exception {
        TelemetryResource.Detection detection =
                Objects.requireNonNull(
                        read("""
                        resource:
                          detection/development:
                            attributes: {excluded: [process.pid]}
                            detectors: [{host: {}, gcp: {}}, {process: }]
                        """)
                                .resource()
                                .detection());
        assertThat(detection.names()).containsExactly("gcp", "host");
        assertThat(detection.withoutEffect()).containsExactly("gcp");
        var selection = Objects.requireNonNull(detection.attributes());
        assertThat(selection.selects("process.pid")).isFalse();
        assertThat(selection.selects("host.name")).isTrue();
    }

    @Test
    void sampler_isReadWhereThereAreSpans() throws Exception {
        assertThat(sampler("{always_off: {}, always_on: {}}"))
                .isEqualTo(new TelemetrySampler.AlwaysOff());
        assertThat(sampler("{trace_id_ratio_based: {ratio: 1}}"))
                .isEqualTo(new TelemetrySampler.Ratio(1));
        assertThat(sampler("{parent_based: {root: {always_on: {}}}}"))
                .isEqualTo(
                        new TelemetrySampler.ParentBased(
                                new TelemetrySampler.AlwaysOn(), null, null, null, null));
        assertThat(read("traces: {sampler: {}}").traces().enabled()).isFalse();
        assertThat(read("traces: {" + ONE_PROCESSOR + ", sampler: }").traces().enabled()).isTrue();
    }

    private static TelemetrySampler sampler(String yaml) throws ConfigException {
        TelemetryTraces traces =
                read("traces: {" + ONE_PROCESSOR + ", sampler: " + yaml + "}").traces();
        return TelemetrySampler.of(Objects.requireNonNull(traces.sampler()));
    }

    @Test
    void traces_areOffWithoutProcessors() throws Exception {
        assertThat(read("traces: {propagators: [odd]}").traces().enabled()).isFalse();
        assertThat(read("traces: {" + ONE_PROCESSOR + "}").traces().enabled()).isTrue();
        assertThat(read("traces: {level: none, " + ONE_PROCESSOR + "}").traces().enabled())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "logs: {level: loud} | unrecognized level: \"loud\"",
                "logs: {encoding: xml} | no encoder registered for name \"xml\"",
                "logs: {foo: 1} | has invalid keys: foo",
                "logs: {processors: [{}]} | unsupported log processor type, must be one of simple or batch",
                "metrics: {level: extreme} | unknown metrics level \"extreme\"",
                "metrics: {readers: []} | collector telemetry metrics reader should exist when metric level is not none",
                "metrics: {level: normal, views: []} | service::telemetry::metrics::views can only be set when service::telemetry::metrics::level is detailed",
                "metrics: {readers: [{pull: {exporter: {prometheus: {port: 1}}}}]} | host must be specified",
                "metrics: {readers: [{pull: {exporter: {prometheus: {host: h}}}}]} | port must be specified",
                "metrics: {readers: [{pull: {exporter: {prometheus: {host: h, port: 1, x: 1}}}}]} | has invalid keys: x",
                "metrics: {readers: [{pull: {exporter: {}}}]} | no valid metric exporter",
                "metrics: {readers: [{}]} | no valid metric reader",
                "metrics: {address: 'localhost:1'} | has invalid keys: address",
                "metrics: {readers: [{periodic: {exporter: {otlp: {protocol: x}}}}]} | unsupported protocol \"x\"",
                "metrics: {level: detailed, views: [{selector: {}}]} | view_selector: empty selector not support",
                "metrics: {level: detailed, views: [{stream: {}}]} | view: no selector provided",
                "resource: {a: 1} | legacy resource attribute \"a\" must be string or null",
                "resource: {a: b, attributes: [{name: x, value: y}]} | resource::attributes cannot be used together with legacy inline resource attributes",
                "resource: {attributes_list: a=b} | resource::attributes_list is not currently supported, please use resource::attributes",
                "traces: {propagators: [foo], processors: [{simple: {exporter: {otlp: {protocol: grpc}}}}]} | unsupported trace propagator",
                "traces: {processors: [{simple: {exporter: {console: {}}}}], sampler: {}} | invalid"
                        + " sampler configuration",
                "traces: {processors: [{simple: {exporter: {console: {}}}}], sampler: {always_off:"
                        + " }} | invalid sampler configuration",
                "traces: {processors: [{simple: {exporter: {console: {}}}}], sampler:"
                        + " {jaeger_remote: {}}} | invalid sampler configuration",
                "traces: {processors: [{simple: {exporter: {console: {}}}}], sampler:"
                        + " {parent_based: {root: {}}}} | invalid sampler configuration",
                "traces: {processors: [{simple: {exporter: {console: {}}}}], sampler: {foo: {}}} |"
                        + " has invalid keys: foo",
                "traces: {processors: [{simple: {exporter: {console: {}}}}], sampler:"
                        + " {trace_id_ratio_based: {ratio: x}}} | expected a number",
                "traces: {limits: {foo: 1}} | has invalid keys: foo",
                "resource: {detection/development: {detectors: [{hots: {}}]}} | unknown resource"
                        + " detector \"hots\"",
                "resource: {detection/development: {attributes: {included: [a], excluded: [a]}}} |"
                        + " attribute cannot be in both include and exclude list: a",
                "traces: {processors: [{}]} | unsupported span processor type, must be one of simple or batch",
                "traces: {processors: [{simple: {exporter: {zipkin: {}}}}]} | not supported here (expected: otlp or console)",
                "foo: 1 | has invalid keys: foo"
            })
    void mistakes_areToldInTheGoCollectorsWords(String yaml, String phrase) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(phrase);
    }

    @Test
    void levelNone_needsNoReader() throws Exception {
        assertThat(read("metrics: {level: none, readers: []}").metrics().level())
                .isEqualTo(TelemetryMetrics.Level.NONE);
    }

    private static TelemetryConfig read(String yaml) throws ConfigException {
        return RecordBinder.read(yaml, TelemetryConfig.class);
    }
}
