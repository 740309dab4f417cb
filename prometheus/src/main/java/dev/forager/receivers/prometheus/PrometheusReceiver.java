// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.Consumers;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Receiver;
import dev.forager.pipeline.ReceiverSettings;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.SectionReader;
import dev.forager.prometheus.Labels;
import dev.forager.receivers.prometheus.config.ApiServerConfig;
import dev.forager.receivers.prometheus.config.PromConfig;
import dev.forager.receivers.prometheus.config.ScrapeConfig;
import dev.forager.receivers.prometheus.config.ScrapeConfigFile;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import dev.forager.receivers.prometheus.config.TargetAllocatorConfig;
import dev.forager.receivers.prometheus.discovery.Discovery;
import dev.forager.receivers.prometheus.discovery.DocumentSource;
import dev.forager.receivers.prometheus.discovery.Globs;
import dev.forager.receivers.prometheus.scrape.Pace;
import dev.forager.receivers.prometheus.scrape.ScrapeMetrics;
import dev.forager.receivers.prometheus.scrape.ScrapeSettings;
import dev.forager.receivers.prometheus.scrape.ShownTargets;
import dev.forager.transport.client.HttpFetcher;
import dev.forager.transport.server.RunningServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Finds targets and scrapes them. Thread-safe: what changes is in pools and discoveries. */
final class PrometheusReceiver implements Receiver {
    /** An allocator's list of jobs of this size is a mistake. Chosen. */
    private static final int MOST_ALLOCATOR_BYTES = 64 * 1024 * 1024;

    private final PromConfig config;
    private final @Nullable TargetAllocatorConfig allocator;
    private final ApiServerConfig api;
    private final @Nullable ScrapeSettings settings;
    private final Logger log;
    private final Map<String, RunningJob> jobs = new LinkedHashMap<>();

    /** What the allocator said of its jobs. */
    private final Map<String, ScrapeConfig> allocated = new LinkedHashMap<>();

    private @Nullable Thread allocatorThread;
    private @Nullable RunningServer server;
    private boolean isStopped;

    PrometheusReceiver(
            PrometheusReceiverConfig config,
            ReceiverSettings receiver,
            Consumers consumers,
            Pace pace) {
        this.config = config.config() == null ? PromConfig.EMPTY : config.config();
        this.allocator = config.targetAllocator();
        this.api = config.apiServer();
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
                                config.apiServer().enabled(),
                                config.initialScrapeOffset(),
                                pace,
                                new ScrapeMetrics(receiver.meter()));
        warn(this.config);
    }

    private static Labels external(@Nullable PromConfig config) {
        var labels = new Labels.Builder();
        if (config != null) {
            config.global().externalLabels().forEach(labels::set);
        }
        return labels.build();
    }

    private void warn(@Nullable PromConfig prometheus) {
        for (ScrapeConfig job :
                prometheus == null ? List.<ScrapeConfig>of() : prometheus.scrapeConfigs()) {
            if (job.metricRelabelConfigs().stream()
                    .anyMatch(rule -> rule.targetLabel().equals(Labels.NAME))) {
                log.atWarn()
                        .addKeyValue("job", job.jobName())
                        .log(
                                "metric renaming using metric_relabel_configs will result in"
                                        + " unknown-typed metrics without a unit or description");
            }
        }
    }

    @Override
    public synchronized void start(Host host) throws IOException {
        if (settings == null) {
            return;
        }
        var starter = new JobStarter(settings, SectionReader.load());
        Map<String, ScrapeJob> named = jobs(starter.reader());
        for (ScrapeJob job : named.values()) {
            if (starter.canReach(job)) {
                jobs.put(job.name(), starter.start(job));
            }
        }
        if (allocator != null) {
            startAllocator(allocator, starter, host);
        }
        if (api.enabled()) {
            startApi(settings.receiver(), host);
        }
    }

    /**
     * Scraping does not depend on it: without its port the receiver goes on, as the collector's.
     */
    private void startApi(ReceiverSettings receiver, Host host) {
        log.info("Starting Prometheus API server");
        try {
            server = new TargetsApi(this::show).start(api, receiver, host);
        } catch (IOException e) {
            log.atError().addKeyValue("error", e.getMessage()).log("Failed to start APIServer");
        }
    }

    private synchronized List<ShownTargets> show() {
        return jobs.values().stream().map(RunningJob::show).toList();
    }

    /** The port of the API; -1 where there is none. */
    synchronized int apiPort() {
        return server == null ? -1 : server.port();
    }

    /** Jobs of the configuration and of the files that it names. */
    private Map<String, ScrapeJob> jobs(SectionReader reader) throws IOException {
        Map<String, ScrapeJob> named = new LinkedHashMap<>();
        for (ScrapeConfig each : config.scrapeConfigs()) {
            named.put(each.jobName(), ScrapeJob.of(each, config.global(), null));
        }
        for (String pattern : config.scrapeConfigFiles()) {
            for (Path file : Globs.files(pattern)) {
                ScrapeConfigFile content =
                        reader.read(
                                Files.readString(file), ScrapeConfigFile.class, file.toString());
                for (ScrapeConfig each : content.scrapeConfigs()) {
                    add(ScrapeJob.of(each, config.global(), null), file, named);
                }
            }
        }
        return named;
    }

    private static void add(ScrapeJob job, Path file, Map<String, ScrapeJob> named)
            throws IOException {
        if (named.putIfAbsent(job.name(), job) != null) {
            throw new IOException(
                    "%s: found multiple scrape configs with job name \"%s\""
                            .formatted(file, job.name()));
        }
    }

    private void startAllocator(TargetAllocatorConfig section, JobStarter starter, Host host) {
        var auth = section.client().auth();
        ClientAuthenticator authenticator =
                auth == null
                        ? null
                        : host.extension(auth.authenticator(), ClientAuthenticator.class);
        var fetcher =
                new HttpFetcher(
                        section.client(),
                        new HttpFetcher.Limits(section.interval(), MOST_ALLOCATOR_BYTES),
                        starter.userAgent(),
                        authenticator,
                        log);
        String shard = System.getenv().getOrDefault("SHARD", "0");
        DocumentSource source = url -> new String(fetcher.get(url), StandardCharsets.UTF_8);
        var asker = new TargetAllocator(section, source, starter.reader(), shard, log);
        log.info("Starting target allocator discovery");
        allocatorThread =
                Thread.ofVirtual()
                        .name("target-allocator")
                        .start(() -> ask(asker, source, starter));
    }

    private void ask(TargetAllocator asker, DocumentSource source, JobStarter starter) {
        try {
            asker.run(found -> replace(found, asker, source, starter));
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** Jobs of the allocator that did not change go on. */
    private synchronized void replace(
            Map<String, ScrapeConfig> found,
            TargetAllocator asker,
            DocumentSource source,
            JobStarter starter) {
        if (isStopped) {
            return;
        }
        allocated.entrySet().removeIf(each -> isGone(each.getKey(), found.get(each.getKey())));
        found.forEach(
                (name, section) -> {
                    if (!allocated.containsKey(name) && !config.names(name)) {
                        try {
                            ScrapeJob job = ScrapeJob.of(section, config.global(), null);
                            Discovery targets =
                                    starter.targets(
                                            asker.targetsUrl(name),
                                            asker.targetsInterval(),
                                            source);
                            if (starter.canReach(job)) {
                                jobs.put(name, starter.start(job, List.of(targets), List.of()));
                            }
                            allocated.put(name, section);
                        } catch (IOException | InvalidConfigException e) {
                            log.atError()
                                    .addKeyValue("error", e.getMessage())
                                    .addKeyValue("job", name)
                                    .log("Failed to apply new scrape configuration");
                        }
                    }
                });
    }

    private boolean isGone(String name, @Nullable ScrapeConfig now) {
        boolean isSame = now != null && now.equals(allocated.get(name));
        RunningJob job = isSame ? null : jobs.remove(name);
        if (job != null) {
            job.stop();
            job.close();
        }
        return !isSame;
    }

    @Override
    public synchronized void reread() {
        jobs.values().forEach(RunningJob::reread);
        if (server != null) {
            server.reread();
        }
    }

    @Override
    public void stop(Duration limit) {
        List<RunningJob> running;
        RunningServer serving;
        synchronized (this) {
            isStopped = true;
            serving = server;
            server = null;
            if (allocatorThread != null) {
                allocatorThread.interrupt();
            }
            running = List.copyOf(jobs.values());
            jobs.clear();
        }
        running.forEach(RunningJob::stop);
        if (serving != null) {
            serving.stop(limit);
        }
        try {
            for (RunningJob job : running) {
                job.join(limit);
            }
            if (allocatorThread != null) {
                allocatorThread.join(limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.forEach(RunningJob::close);
    }
}
