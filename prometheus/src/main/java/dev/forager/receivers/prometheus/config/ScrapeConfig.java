// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.config;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.PlainYaml;
import dev.forager.pipeline.config.RemovedKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One job: targets that are scraped in the same way; Prometheus' {@code scrape_config}. */
@IgnoredKey(
        keys = "scrape_failure_log_file",
        reason = "failures of scrapes are in Forager's own log")
@RemovedKey(
        keys = {
            "aws_sd_configs",
            "azure_sd_configs",
            "consul_sd_configs",
            "digitalocean_sd_configs",
            "docker_sd_configs",
            "dockerswarm_sd_configs",
            "ec2_sd_configs",
            "ecs_sd_configs",
            "elasticache_sd_configs",
            "eureka_sd_configs",
            "gce_sd_configs",
            "hetzner_sd_configs",
            "ionos_sd_configs",
            "kuma_sd_configs",
            "lightsail_sd_configs",
            "linode_sd_configs",
            "marathon_sd_configs",
            "msk_sd_configs",
            "nerve_sd_configs",
            "nomad_sd_configs",
            "oci_sd_configs",
            "openstack_sd_configs",
            "outscale_sd_configs",
            "ovhcloud_sd_configs",
            "puppetdb_sd_configs",
            "rds_sd_configs",
            "scaleway_sd_configs",
            "serverset_sd_configs",
            "stackit_sd_configs",
            "triton_sd_configs",
            "uyuni_sd_configs",
            "vultr_sd_configs"
        },
        advice =
                "targets come from static_configs, file_sd_configs, http_sd_configs, dns_sd_configs,"
                        + " kubernetes_sd_configs or a target_allocator (expected: a program that"
                        + " writes these targets to a file of file_sd_configs, or serves them to"
                        + " http_sd_configs)")
@PlainYaml
public record ScrapeConfig(
        @Doc("The name of the job; its series have it as `service.name`.") @Default("''")
                String jobName,
        @Doc("Whether labels of series win over those of the target.") @Default("false")
                boolean honorLabels,
        @Doc("Whether times of series count.") @Default("true") boolean honorTimestamps,
        @Doc("Whether series with times of their own get stale markers.") @Default("false")
                boolean trackTimestampsStaleness,
        @Doc("Parameters of the URL.") @Default("{}") Map<String, List<String>> params,
        @Doc("How often to scrape.") @Nullable PromDuration scrapeInterval,
        @Doc("How long a scrape may take.") @Nullable PromDuration scrapeTimeout,
        @Doc("Forms of exposition to ask for, the best first.")
                @Nullable List<ScrapeProtocol> scrapeProtocols,
        @Doc("The form of a target that does not say it; PrometheusText0.0.4 unless set.")
                @Nullable ScrapeProtocol fallbackScrapeProtocol,
        @Doc("Take native histograms.") @Nullable Boolean scrapeNativeHistograms,
        @Doc("Take the buckets of a histogram that is native too.")
                @Nullable Boolean alwaysScrapeClassicHistograms,
        @Doc("Make histograms with buckets native ones with custom bounds.")
                @Nullable Boolean convertClassicHistogramsToNhcb,
        @Doc("Path of the metrics.") @Default("/metrics") String metricsPath,
        @Doc("http or https.") @Default("http") String scheme,
        @Doc("Whether to ask for gzip.") @Default("true") boolean enableCompression,
        @Doc("Larger bodies fail the scrape.") @Default("'0'") PromSize bodySizeLimit,
        @Doc("More samples fail the scrape.") @Default("0") @Min(0) int sampleLimit,
        @Doc("More targets fail all scrapes of the job.") @Default("0") @Min(0) int targetLimit,
        @Doc("Most dropped targets that `api_server` shows.") @Default("0") @Min(0)
                int keepDroppedTargets,
        @Doc("More labels on a series fail the scrape.") @Default("0") @Min(0) int labelLimit,
        @Doc("Longer names of labels fail the scrape.") @Default("0") @Min(0)
                int labelNameLengthLimit,
        @Doc("Longer values of labels fail the scrape.") @Default("0") @Min(0)
                int labelValueLengthLimit,
        @Doc("More buckets of a native histogram are merged, or fail the scrape.")
                @Default("0")
                @Min(0)
                int nativeHistogramBucketLimit,
        @Doc("Buckets of native histograms are merged until they grow by this factor.")
                @Default("0")
                double nativeHistogramMinBucketFactor,
        @Doc("legacy or utf8: which names are allowed.") @Default("''")
                String metricNameValidationScheme,
        @Doc("allow-utf-8, underscores, dots or values: which names targets are asked for.")
                @Default("''")
                String metricNameEscapingScheme,
        @Doc("Also scrape_timeout_seconds, scrape_sample_limit and scrape_body_size_bytes.")
                @Nullable Boolean extraScrapeMetrics,
        @Inline HttpConfig http,
        @Doc("Targets that are named here.") @Default("[]") List<StaticConfig> staticConfigs,
        @Doc("Targets that are named in files.") @Default("[]") List<FileSdConfig> fileSdConfigs,
        @Doc("Targets that a server names.") @Default("[]") List<HttpSdConfig> httpSdConfigs,
        @Doc("Targets that the DNS names.") @Default("[]") List<DnsSdConfig> dnsSdConfigs,
        @Doc("Targets that Kubernetes knows.") @Default("[]")
                List<KubernetesSdConfig> kubernetesSdConfigs,
        @Doc("Rules that change the labels of targets, or drop them.") @Default("[]")
                List<RelabelConfig> relabelConfigs,
        @Doc("Rules that change the labels of series, or drop them.") @Default("[]")
                List<RelabelConfig> metricRelabelConfigs) {
    public ScrapeConfig {
        require(!jobName.isEmpty(), "job_name", "job_name is empty");
        if (scrapeProtocols != null) {
            scrapeProtocols = List.copyOf(scrapeProtocols);
            GlobalConfig.checkProtocols(
                    scrapeProtocols, " for scrape config with job name \"%s\"".formatted(jobName));
        }
        require(
                List.of("", "legacy", "utf8").contains(metricNameValidationScheme),
                "metric_name_validation_scheme",
                "unknown scrape config name validation method specified, must be either '', 'legacy' or 'utf8', got "
                        + metricNameValidationScheme);
        checkGroups(staticConfigs, relabelConfigs.isEmpty());
    }

    /** The same job with other HTTP settings. */
    public ScrapeConfig with(HttpConfig settings) {
        return new ScrapeConfig(
                jobName,
                honorLabels,
                honorTimestamps,
                trackTimestampsStaleness,
                params,
                scrapeInterval,
                scrapeTimeout,
                scrapeProtocols,
                fallbackScrapeProtocol,
                scrapeNativeHistograms,
                alwaysScrapeClassicHistograms,
                convertClassicHistogramsToNhcb,
                metricsPath,
                scheme,
                enableCompression,
                bodySizeLimit,
                sampleLimit,
                targetLimit,
                keepDroppedTargets,
                labelLimit,
                labelNameLengthLimit,
                labelValueLengthLimit,
                nativeHistogramBucketLimit,
                nativeHistogramMinBucketFactor,
                metricNameValidationScheme,
                metricNameEscapingScheme,
                extraScrapeMetrics,
                settings,
                staticConfigs,
                fileSdConfigs,
                httpSdConfigs,
                dnsSdConfigs,
                kubernetesSdConfigs,
                relabelConfigs,
                metricRelabelConfigs);
    }

    private static void checkGroups(List<StaticConfig> groups, boolean areAddresses) {
        Stream.Builder<Runnable> checks = Stream.builder();
        for (int i = 0; i < groups.size(); i++) {
            String at = "static_configs::[%d]".formatted(i);
            for (String label : groups.get(i).labels().keySet()) {
                checks.add(() -> checkLabel(label, at));
            }
            for (String target : areAddresses ? groups.get(i).targets() : List.<String>of()) {
                checks.add(() -> checkTarget(target, at));
            }
        }
        requireAll(checks.build());
    }

    private static void checkLabel(String name, String at) {
        require(
                LabelText.isName(name, false),
                at + "::labels",
                "\"%s\" is not a valid label name".formatted(name));
    }

    private static void checkTarget(String target, String at) {
        require(!target.contains("/"), at, "\"%s\" is not a valid hostname".formatted(target));
    }
}
