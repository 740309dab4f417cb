// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.pipeline.config.SectionReader;
import dev.forager.receivers.prometheus.config.DnsSdConfig;
import dev.forager.receivers.prometheus.config.FileSdConfig;
import dev.forager.receivers.prometheus.config.HttpConfig;
import dev.forager.receivers.prometheus.config.HttpSdConfig;
import dev.forager.receivers.prometheus.config.KubernetesSdConfig;
import dev.forager.receivers.prometheus.config.ScrapeConfig;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import dev.forager.receivers.prometheus.discovery.Discovery;
import dev.forager.receivers.prometheus.discovery.DnsDiscovery;
import dev.forager.receivers.prometheus.discovery.DocumentSource;
import dev.forager.receivers.prometheus.discovery.FileDiscovery;
import dev.forager.receivers.prometheus.discovery.HttpDiscovery;
import dev.forager.receivers.prometheus.discovery.HttpDocuments;
import dev.forager.receivers.prometheus.discovery.KubernetesDiscovery;
import dev.forager.receivers.prometheus.discovery.StaticDiscovery;
import dev.forager.receivers.prometheus.scrape.ScrapePool;
import dev.forager.receivers.prometheus.scrape.ScrapeSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;

/** Starts jobs with what finds their targets. Immutable, hence thread-safe. */
final class JobStarter {
    private static final String NO_MANAGER = "cannot use secret ref without manager";

    private final ScrapeSettings settings;
    private final SectionReader reader;
    private final Logger log;

    JobStarter(ScrapeSettings settings, SectionReader reader) {
        this.settings = settings;
        this.reader = reader;
        log = settings.receiver().logger();
    }

    SectionReader reader() {
        return reader;
    }

    String userAgent() {
        var build = settings.receiver().build();
        return build.command() + "/" + build.version();
    }

    /**
     * Whether a job's targets can be asked: not where a secret is only named. Others go on without
     * that job, as in the collector.
     */
    boolean canReach(ScrapeJob job) {
        boolean canReach = !job.config().http().namesSecrets();
        if (!canReach) {
            log.atError()
                    .addKeyValue("err", "error creating HTTP client: " + NO_MANAGER)
                    .addKeyValue("scrape_pool", job.name())
                    .log("error creating new scrape pool");
        }
        return canReach;
    }

    private boolean canDiscover(ScrapeJob job, HttpConfig http, String type) {
        if (http.namesSecrets()) {
            log.atError()
                    .addKeyValue("err", NO_MANAGER)
                    .addKeyValue("type", type)
                    .addKeyValue("config", job.name())
                    .log("Cannot create service discovery");
        }
        return !http.namesSecrets();
    }

    /** A job with the discoveries of its configuration. */
    RunningJob start(ScrapeJob job) throws IOException {
        List<Discovery> all = new ArrayList<>();
        List<HttpDocuments> documents = new ArrayList<>();
        ScrapeConfig config = job.config();
        all.add(new StaticDiscovery(config.staticConfigs()));
        for (FileSdConfig each : config.fileSdConfigs()) {
            all.add(new FileDiscovery(each, reader, log));
        }
        for (HttpSdConfig each : config.httpSdConfigs()) {
            if (!canDiscover(job, each.http(), "http")) {
                continue;
            }
            Duration interval = each.refreshInterval().value();
            var source =
                    new HttpDocuments(
                            each.http(), interval, userAgent(), settings.receiver().clock(), log);
            documents.add(source);
            all.add(targets(each.url(), interval, source));
        }
        for (DnsSdConfig each : config.dnsSdConfigs()) {
            all.add(new DnsDiscovery(each, log));
        }
        for (KubernetesSdConfig each : config.kubernetesSdConfigs()) {
            if (!canDiscover(job, each.http(), "kubernetes")) {
                continue;
            }
            all.add(
                    new KubernetesDiscovery(
                            each, settings.receiver().build(), settings.receiver().clock(), log));
        }
        return start(job, all, documents);
    }

    /** A discovery of targets that a server names. */
    Discovery targets(String url, Duration interval, DocumentSource source) {
        return new HttpDiscovery(url, interval, source, reader, log);
    }

    /** A job with these discoveries. */
    RunningJob start(ScrapeJob job, List<Discovery> discoveries, List<HttpDocuments> documents)
            throws IOException {
        var pool = new ScrapePool(job, settings);
        log.atInfo().addKeyValue("jobName", job.name()).log("Scrape job added");
        return new RunningJob(pool, discoveries, documents);
    }
}
