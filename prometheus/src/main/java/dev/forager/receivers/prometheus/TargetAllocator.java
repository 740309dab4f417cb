// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus;

import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.SectionReader;
import dev.forager.receivers.prometheus.config.ScrapeConfig;
import dev.forager.receivers.prometheus.config.TargetAllocatorConfig;
import dev.forager.receivers.prometheus.discovery.DocumentSource;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;

/**
 * Asks a target allocator for its jobs, at once and then at each interval. While it cannot be asked
 * the jobs stay as they were. Runs on a thread of its own until that is interrupted.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-operator/tree/main/cmd/otel-allocator">Target
 *     Allocator</a>
 */
final class TargetAllocator {
    /** How soon to ask again before the first answer. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final TargetAllocatorConfig config;
    private final DocumentSource source;
    private final SectionReader reader;
    private final String shard;
    private final Logger log;

    /**
     * An asker.
     *
     * @param shard what {@code $(SHARD)} in jobs stands for
     */
    TargetAllocator(
            TargetAllocatorConfig config,
            DocumentSource source,
            SectionReader reader,
            String shard,
            Logger log) {
        this.config = config;
        this.source = source;
        this.reader = reader;
        this.shard = shard;
        this.log = log;
    }

    /** Tells all jobs each time that they change. */
    void run(Consumer<Map<String, ScrapeConfig>> found) throws InterruptedException {
        var never = new CountDownLatch(1);
        String last = null;
        Duration wait;
        do {
            wait = config.interval();
            try {
                String document = source.get(config.client().endpoint() + "/scrape_configs");
                if (!document.equals(last)) {
                    found.accept(jobs(document));
                    last = document;
                }
            } catch (IOException | InvalidConfigException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
                log.atError()
                        .addKeyValue("error", e.getMessage())
                        .log("Failed to retrieve job list");
                wait = last == null && FIRST_RETRY.compareTo(wait) < 0 ? FIRST_RETRY : wait;
            }
        } while (!never.await(wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** The allocator discovers: what it says about discovery is not for us. */
    private Map<String, ScrapeConfig> jobs(String document) {
        Map<String, ScrapeConfig> jobs = new LinkedHashMap<>();
        reader.readMap(
                        document.replace("$(SHARD)", shard),
                        ScrapeConfig.class,
                        config.client().endpoint() + "/scrape_configs",
                        key -> key.endsWith("_sd_configs") || key.equals("static_configs"))
                .forEach(
                        (name, job) -> {
                            var http = config.httpScrapeConfig();
                            jobs.put(name, http == null ? job : job.with(http));
                        });
        return jobs;
    }

    /** Where the targets of a job are. */
    String targetsUrl(String job) {
        return "%s/jobs/%s/targets?collector_id=%s"
                .formatted(
                        config.client().endpoint(),
                        URLEncoder.encode(job, StandardCharsets.UTF_8),
                        config.collectorId());
    }

    /** How often to ask for targets. */
    Duration targetsInterval() {
        var targets = config.httpSdConfig();
        return targets == null ? Duration.ofSeconds(30) : targets.refreshInterval().value();
    }
}
