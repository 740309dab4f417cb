// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.config.RecordBinder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and values, of which several say the same thing. */
class PrometheusRemoteWriteExporterConfigTest {
    /** Of the two the shorter counts, as in the Go collector since 0.165. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{endpoint: 'http://a:1'}                            | PT5S",
                "{endpoint: 'http://a:1', timeout: 2s}               | PT2S",
                "{endpoint: 'http://a:1', timeout: 0s}               | PT0S",
                "{http: {endpoint: 'http://a:1'}}                    | PT5S",
                "{http: {endpoint: 'http://a:1'}, timeout: 9s}       | PT9S",
                "{http: {endpoint: 'http://a:1'}, timeout: 0s}       | PT5S",
                "{http: {endpoint: 'http://a:1', timeout: 9s}}       | PT9S",
                "{http: {endpoint: 'http://a:1', timeout: -1s}}      | PT5S",
                "{http: {endpoint: 'http://a:1', timeout: 1s}, timeout: 3s} | PT1S",
                "{http: {endpoint: 'http://a:1', timeout: 4s}, timeout: 3s} | PT3S",
                "{http: {endpoint: 'http://a:1', timeout: 0s}, timeout: 3s} | PT3S",
                "{http: {endpoint: 'http://a:1', timeout: 0s}, timeout: 0s} | PT0S",
            })
    void timeouts_takeEachOthersValue(String yaml, Duration expected) throws Exception {
        var config = RecordBinder.read(yaml, PrometheusRemoteWriteExporterConfig.class);
        assertThat(config.attemptTimeout()).isEqualTo(expected);
        assertThat(config.sending().timeout()).as("of all bodies").isEqualTo(Duration.ZERO);
    }

    @Test
    void keysOfTheCollector_areTaken() throws Exception {
        var config =
                assertThatConfig(
                                new PrometheusRemoteWriteExporterFactory(),
                                """
                                http: {endpoint: "http://a:1/x", timeout: 7s, compression: snappy, tls: {insecure: true}}
                                timeout: 3s
                                namespace: n
                                external_labels: {a: b}
                                remote_write_queue: {enabled: true, queue_size: 5, num_consumers: 3}
                                max_batch_size_bytes: 0
                                resource_to_telemetry_conversion: {enabled: true, exclude_service_attributes: true}
                                target_info: {enabled: false}
                                retry_on_failure: {enabled: true, max_elapsed_time: 10m}
                                disable_scope_info: true
                                add_metric_suffixes: false
                                convert_explicit_histograms_to_nhcb: true
                                keep_classic_histograms: true
                                """)
                        .binds();
        assertThat(config.attemptTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(config.exportTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.sending().retryOnFailure().initialInterval())
                .isEqualTo(Duration.ofMillis(50));
        assertThat(config.sending().sendingQueue().numConsumers()).isEqualTo(1);
        assertThat(config.sending().sendingQueue().queueSize()).isEqualTo(5);
        assertThat(config.parallelism()).isEqualTo(3);
        assertThat(config.maxBatchSizeBytes()).isEqualTo(3_000_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{endpoint: 'http://x', sending_queue: {}}|sending_queue: is not supported: the queue of this exporter is remote_write_queue",
                "{}|endpoint must be specified",
                "{endpoint: 'http://a', compression: gzip}|compression type must be snappy",
                "{endpoint: 'http://a', max_batch_request_parallelism: 0}|can't be set to below 1",
                "{endpoint: 'http://a', remote_write_queue: {queue_size: 0}}|a 0 size queue will drop all the data",
                "{endpoint: 'http://a', remote_write_queue: {queue_size: -1}}|queue size can't be negative",
                "{endpoint: 'http://a', translation_strategy: NoTranslation}|requires Prometheus Remote Write 2.0",
                "{endpoint: 'http://a', translation_strategy: None}|invalid translation_strategy: None",
                "{endpoint: 'http://a', protobuf_message: x}|unknown type for remote write protobuf message x",
                "{endpoint: 'http://a', include_metadata_keys: [content-type]}|collides with a reserved remote write header",
            })
    void wrongKeys_areRefused(String yaml, String text) {
        assertThatConfig(new PrometheusRemoteWriteExporterFactory(), yaml).failsWith(text);
    }
}
