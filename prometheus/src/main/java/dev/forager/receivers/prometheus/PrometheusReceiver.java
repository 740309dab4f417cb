// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.prometheus.Labels;
import dev.forager.receivers.prometheus.config.PromConfig;
import dev.forager.receivers.prometheus.config.ScrapeConfig;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import dev.forager.receivers.prometheus.discovery.Discovery;
import dev.forager.receivers.prometheus.discovery.StaticDiscovery;
import dev.forager.receivers.prometheus.scrape.Pace;
import dev.forager.receivers.prometheus.scrape.ScrapeMetrics;
import dev.forager.receivers.prometheus.scrape.ScrapePool;
import dev.forager.receivers.prometheus.scrape.ScrapeSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Finds targets and scrapes them. Thread-safe: what changes is in pools and discoveries. */
final class PrometheusReceiver implements Receiver {
    private final @Nullable PromConfig config;
    private final @Nullable ScrapeSettings settings;
    private final Logger log;
    private final List<RunningJob> jobs = new ArrayList<>();

    PrometheusReceiver(
            PrometheusReceiverConfig config,
            ReceiverSettings receiver,
            Consumers consumers,
            Pace pace) {
        this.config = config.config();
        this.log = receiver.logger();
        Consumer next = consumers.forSignal(Signal.METRICS, "http");
        settings =
                next == null
                        ? null
                        : new ScrapeSettings(
                                receiver,
                                next,
                                external(this.config),
                                config.trimMetricSuffixes(),
                                config.scrapeOnShutdown(),
                                config.initialScrapeOffset(),
                                pace,
                                new ScrapeMetrics(receiver.meter()));
        warn(this.config);
    }

    private static Labels external(@Nullable PromConfig config) {
        var labels = new Labels.Builder();
        if (config != null) {
            config.global()
                    .externalLabels()
                    .forEach((name, value) -> labels.set(name, value.value()));
        }
        return labels.build();
    }

    private void warn(@Nullable PromConfig prometheus) {
        for (ScrapeConfig job :
                prometheus == null ? List.<ScrapeConfig>of() : prometheus.scrapeConfigs()) {
            if (job.metricRelabelConfigs().stream()
                    .anyMatch(rule -> rule.targetLabel().equals(Labels.NAME))) {
                log.atWarn()
                        .addKeyValue("job", job.jobName().value())
                        .log(
                                "metric renaming using metric_relabel_configs will result in"
                                        + " unknown-typed metrics without a unit or description");
            }
        }
    }

    @Override
    public synchronized void start(Host host) throws IOException {
        if (settings == null || config == null) {
            return;
        }
        for (ScrapeConfig each : config.scrapeConfigs()) {
            jobs.add(start(ScrapeJob.of(each, config.global(), null), settings));
        }
    }

    private RunningJob start(ScrapeJob job, ScrapeSettings shared) throws IOException {
        var pool = new ScrapePool(job, shared);
        log.atInfo().addKeyValue("jobName", job.name()).log("Scrape job added");
        return new RunningJob(pool, discoveries(job.config()));
    }

    private static List<Discovery> discoveries(ScrapeConfig config) {
        List<Discovery> all = new ArrayList<>();
        all.add(new StaticDiscovery(config.staticConfigs()));
        return all;
    }

    @Override
    public synchronized void reread() {
        jobs.forEach(RunningJob::reread);
    }

    @Override
    public synchronized void stop(Duration limit) {
        jobs.forEach(RunningJob::stop);
        try {
            for (RunningJob job : jobs) {
                job.join(limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        jobs.forEach(RunningJob::close);
        jobs.clear();
    }
}
