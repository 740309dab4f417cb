// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.receivers.prometheus.config.PromConfig;
import dev.forager.receivers.prometheus.config.PromDuration;
import dev.forager.receivers.prometheus.config.PromSize;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is accepted, what it means, and the words with which the rest is refused. */
class PrometheusReceiverConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|no Prometheus scrape_configs or target_allocator set",
                "config: {}|no Prometheus scrape_configs or target_allocator set",
                "config: {scrape_configs: [{}]}|job_name is empty",
                "config: {scrape_configs: [{job_name: a}, {job_name: a}]}|found multiple scrape configs with job name \"a\"",
                "config: {scrape_configs: [{job_name: a, scrape_interval: 5s, scrape_timeout: 6s}]}|scrape timeout greater than scrape interval for scrape config with job name \"a\"",
                "config: {global: {scrape_interval: 5s, scrape_timeout: 6s}, scrape_configs: [{job_name: a}]}|global scrape timeout greater than scrape interval",
                "config: {scrape_configs: [{job_name: a, scrape_interval: 5x}]}|not a valid duration string: \"5x\"",
                "config: {scrape_configs: [{job_name: a, scrape_protocols: [Text]}]}|unknown scrape protocol Text, supported: [OpenMetricsText0.0.1 OpenMetricsText1.0.0 PrometheusProto PrometheusText0.0.4 PrometheusText1.0.0]",
                "config: {scrape_configs: [{job_name: a, scrape_protocols: []}]}|scrape_protocols cannot be empty for scrape config with job name \"a\"",
                "config: {scrape_configs: [{job_name: a, scrape_protocols: [PrometheusProto, PrometheusProto]}]}|duplicated protocol in scrape_protocols",
                "config: {scrape_configs: [{job_name: a, static_configs: [{targets: ['http://h']}]}]}|\"http://h\" is not a valid hostname",
                "config: {scrape_configs: [{job_name: a}], rule_files: [x], remote_write: [{url: x}], remote_read: [{url: x}], alerting: {alertmanagers: [{}], alert_relabel_configs: [{}]}}|unsupported features: alert_config.alertmanagers alert_config.relabel_configs remote_read remote_write rule_files",
                "config: {scrape_configs: [{job_name: a, basic_auth: {username: u}, bearer_token: t}]}|at most one of basic_auth, oauth2, bearer_token & bearer_token_file must be configured",
                "config: {scrape_configs: [{job_name: a, basic_auth: {username: u}, oauth2: {client_id: i, token_url: u}}]}|at most one of basic_auth, oauth2 & authorization must be configured",
                "config: {scrape_configs: [{job_name: a, oauth2: {token_url: u}}]}|oauth2 client_id must be configured",
                "config: {scrape_configs: [{job_name: a, oauth2: {client_id: i}}]}|oauth2 token_url must be configured",
                "config: {scrape_configs: [{job_name: a, oauth2: {client_id: i, token_url: u, client_secret: s, client_secret_file: f}}]}|at most one of oauth2 client_secret, client_secret_file & client_secret_ref must be configured",
                "config: {scrape_configs: [{job_name: a, oauth2: {client_id: i, token_url: u, grant_type: x}}]}|grant_type: x (expected: client_credentials or urn:ietf:params:oauth:grant-type:jwt-bearer)",
                "config: {scrape_configs: [{job_name: a, oauth2: {client_id: i, token_url: u, grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', client_certificate_key: k, client_certificate_key_file: f}}]}|at most one of oauth2 client_certificate_key, client_certificate_key_file & client_certificate_key_ref must be configured",
                "config: {scrape_configs: [{job_name: a, oauth2: {client_id: i, token_url: u, grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', signature_algorithm: ES256}}]}|valid signature algorithms are RS256, RS384 and RS512",
                "config: {scrape_configs: [{job_name: a, oauth2: {client_id: i, token_url: u, grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', endpoint_params: {assertion: x}}}]}|cannot overwrite parameter \"assertion\"",
                "config: {scrape_configs: [{job_name: a, authorization: {type: basic}}]}|authorization type cannot be set to \"basic\", use \"basic_auth\" instead",
                "config: {scrape_configs: [{job_name: a, http_headers: {Host: {values: [x]}}}]}|setting header \"Host\" is not allowed",
                "config: {scrape_configs: [{job_name: a, tls_config: {min_version: 1.2}}]}|min_version",
                "config: {scrape_configs: [{job_name: a, tls_config: {cert_file: x}}]}|exactly one of key or key_file must be configured when a client certificate is configured",
                "config: {scrape_configs: [{job_name: a, file_sd_configs: [{files: [x.txt]}]}]}|path name \"x.txt\" is not valid for file discovery",
                "config: {scrape_configs: [{job_name: a, http_sd_configs: [{url: 'ftp://x'}]}]}|URL scheme must be 'http' or 'https'",
                "config: {scrape_configs: [{job_name: a, dns_sd_configs: [{names: [x], type: A}]}]}|a port is required in DNS-SD configs for all record types except SRV",
                "config: {scrape_configs: [{job_name: a, metric_name_validation_scheme: legacy, metric_name_escaping_scheme: allow-utf-8}]}|utf8 metric names requested but validation scheme is not set to UTF8",
                "config: {global: {external_labels: {'': x}}, scrape_configs: [{job_name: a}]}|\"\" is not a valid label name",
                "target_allocator: {endpoint: 'http://x', interval: 30s}|CollectorID is not a valid ID",
                "target_allocator: {endpoint: 'http://x', collector_id: a}|interval must be a positive duration, got 0s",
                "target_allocator: {endpoint: 'a b', collector_id: a, interval: 30s}|TargetAllocator endpoint is not valid: a b",
                "{config: {scrape_configs: [{job_name: a}]}, use_start_time_metric: true}|metric_start_time",
                "config: {scrape_configs: [{job_name: a, static_configs: [{targets: [b], labels: {'': c}}]}]}|\"\" is not a valid label name",
                "config: {scrape_configs: [{job_name: a, authorization: {credentials_file: /no/such}}]}|error checking authorization credentials file \"/no/such\": stat /no/such: no such file or directory",
                "config: {scrape_configs: [{job_name: a, basic_auth: {username: u, password: p, password_ref: r}}]}|at most one of basic_auth password, password_file & password_ref must be configured",
                "config: {scrape_configs: [{job_name: a, tls_config: {ca_file: f, ca_ref: r}}]}|at most one of ca, ca_file & ca_ref must be configured",
                "config: {scrape_configs: [{job_name: a, bearer_token_file: /no/such}]}|error checking authorization credentials file \"/no/such\"",
                "config: {scrape_configs: [{job_name: a, tls_config: {cert_file: /no/such, key_file: /no/key}}]}|error checking client cert file \"/no/such\"",
                "config: {scrape_configs: [{job_name: a, kubernetes_sd_configs: [{role: pod, api_server: 'https://a', bearer_token_file: /no/such}]}]}|error checking authorization credentials file",
                "target_allocator: {endpoint: 'http://x', collector_id: a, interval: 30s, http_scrape_config: {bearer_token_file: /no/such}}|error checking authorization credentials file",
                "config: {scrape_configs: [{job_name: a, consul_sd_configs: [{server: x}]}]}|consul_sd_configs: is not supported: targets come from static_configs, file_sd_configs",
                "config: {scrape_configs: [{job_name: a, scrape_intervall: 5s}]}|scrape_intervall",
                "scrape_configs: [{job_name: a}]|did you mean \"config::scrape_configs\"?",
                "config: {scrape_configs: [{job_name: a, static_configs: [{targets: 'a:1'}]}]}|'targets' source data must be an array or slice, got string",
                "config: {scrape_configs: [{job_name: a, relabel_configs: [{source_labels: b}]}]}|'source_labels' source data must be an array or slice, got string"
            })
    void unsoundConfig_isRefused(String yaml, String text) {
        assertThatThrownBy(() -> RunningScrape.config(yaml)).hasMessageContaining(text);
    }

    @Test
    void unsoundJobs_areToldAtOnce() {
        String targets = "static_configs: [{targets: ['http://a', b]}, {targets: [c/d]}]";
        assertThatThrownBy(() -> RunningScrape.config(jobs("{job_name: a, " + targets + "}")))
                .hasMessageContaining("\"http://a\" is not a valid hostname")
                .hasMessageContaining("\"c/d\" is not a valid hostname");
        String rules = "relabel_configs: [{action: jump, regex: '('}]";
        assertThatThrownBy(() -> RunningScrape.config(jobs("{job_name: a, " + rules + "}")))
                .hasMessageContaining("unknown relabel action \"jump\"")
                .hasMessageContaining("error parsing regexp");
        String slow = "{job_name: a, scrape_interval: 5s, scrape_timeout: 6s}";
        assertThatThrownBy(() -> RunningScrape.config(jobs("{job_name: a}, " + slow)))
                .hasMessageContaining("scrape timeout greater than scrape interval")
                .hasMessageContaining("found multiple scrape configs with job name \"a\"");
    }

    private static String jobs(String jobs) {
        return "config: {scrape_configs: [" + jobs + "]}";
    }

    @Test
    void job_takesWhatItDoesNotSayFromGlobal() throws Exception {
        PromConfig config =
                Objects.requireNonNull(
                        RunningScrape.config(
                                        """
                                        config:
                                          global: {scrape_interval: 15s, sample_limit: 7, scrape_native_histograms: true}
                                          scrape_configs:
                                            - {job_name: a}
                                            - {job_name: b, scrape_interval: 5s, sample_limit: 9, scrape_native_histograms: false}
                                            - {job_name: 1, scrape_timeout: 2s}
                                        """)
                                .config());
        ScrapeJob a = ScrapeJob.of(config.scrapeConfigs().get(0), config.global(), null);
        ScrapeJob b = ScrapeJob.of(config.scrapeConfigs().get(1), config.global(), null);
        ScrapeJob c = ScrapeJob.of(config.scrapeConfigs().get(2), config.global(), null);
        assertThat(a.interval()).hasToString("15s");
        assertThat(a.timeout()).hasToString("10s");
        assertThat(a.limits().samples()).isEqualTo(7);
        assertThat(a.protocols().getFirst()).hasToString("PrometheusProto");
        assertThat(b.timeout()).hasToString("5s");
        assertThat(b.limits().samples()).isEqualTo(9);
        assertThat(b.protocols().getFirst()).hasToString("OpenMetricsText1.0.0");
        assertThat(c.name()).isEqualTo("1");
        assertThat(c.timeout()).hasToString("2s");
    }

    @Test
    void defaults_areThoseOfPrometheus() throws Exception {
        PromConfig config =
                Objects.requireNonNull(
                        RunningScrape.config("config: {scrape_configs: [{job_name: a}]}").config());
        ScrapeJob job = ScrapeJob.of(config.scrapeConfigs().getFirst(), config.global(), null);
        assertThat(job.interval()).hasToString("1m");
        assertThat(job.timeout()).hasToString("10s");
        assertThat(job.config().metricsPath()).isEqualTo("/metrics");
        assertThat(job.config().scheme()).isEqualTo("http");
        assertThat(job.config().honorTimestamps()).isTrue();
        assertThat(job.config().honorLabels()).isFalse();
        assertThat(job.config().enableCompression()).isTrue();
        assertThat(job.config().http().followRedirects()).isTrue();
        assertThat(job.config().http().enableHttp2()).isTrue();
        assertThat(job.fallback()).hasToString("PrometheusText0.0.4");
        assertThat(job.escaping()).isEqualTo("allow-utf-8");
    }

    @ParameterizedTest
    @CsvSource({
        "5s, 5s",
        "1h30m, 1h30m",
        "90s, 1m30s",
        "1d, 1d",
        "36h, 36h",
        "1w, 1w",
        "1y, 1y",
        "0, 0s",
        "1500ms, 1s500ms",
        "100ms, 100ms",
        "8d, 8d"
    })
    void duration_isWrittenAsPrometheusWritesIt(String text, String written) {
        assertThat(PromDuration.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({"10MB, 10485760", "10MiB, 10485760", "1KB, 1024", "0, 0", "5B, 5", "1.5KB, 1536"})
    void size_isInPowersOfTwo(String text, long bytes) {
        assertThat(PromSize.parse(text).bytes()).isEqualTo(bytes);
    }
}
