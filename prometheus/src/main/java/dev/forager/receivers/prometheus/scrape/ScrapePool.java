// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.prometheus.Labels;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import dev.forager.receivers.prometheus.relabel.LabelSet;
import dev.forager.receivers.prometheus.relabel.RelabelRules;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The targets of one job, each with its loop. Thread-safe. */
public final class ScrapePool implements AutoCloseable {
    private final ScrapeJob job;
    private final ScrapeSettings settings;
    private final HttpAccess client;
    private final BodyFetcher fetcher;
    private final TargetLabels targetLabels;
    private final RelabelRules metricRules;
    private final Logger log;
    private final Map<Target, ScrapeLoop> loops = new LinkedHashMap<>();

    /** Loops whose target is gone and whose series have not ended yet. */
    private final List<ScrapeLoop> ending = new ArrayList<>();

    /** Labels of targets that rules drop, as many as are kept. */
    private final List<Labels> dropped = new ArrayList<>();

    private int droppedCount;
    private boolean isClosed;

    /**
     * A pool without targets.
     *
     * @throws IOException when TLS files cannot be read
     */
    public ScrapePool(ScrapeJob job, ScrapeSettings settings) throws IOException {
        this.job = job;
        this.settings = settings;
        log = settings.receiver().logger();
        client = HttpAccess.open(job.config().http(), settings.receiver().clock(), log);
        var build = settings.receiver().build();
        fetcher = new BodyFetcher(job, client, build.command() + "/" + build.version());
        targetLabels = new TargetLabels(job);
        metricRules = RelabelRules.of(job.config().metricRelabelConfigs(), job.isLegacy());
    }

    /** The job whose targets these are. */
    public ScrapeJob job() {
        return job;
    }

    /** These are all groups now: new targets are scraped, those that are gone no more. */
    public synchronized void sync(Collection<TargetGroup> groups) {
        if (isClosed) {
            return;
        }
        dropped.clear();
        droppedCount = 0;
        Map<Target, ScrapeLoop> now = new LinkedHashMap<>();
        List<ScrapeLoop> fresh = new ArrayList<>();
        for (TargetGroup group : groups) {
            for (Map<String, String> labels : group.targets()) {
                Target target = target(labels, group);
                if (target != null && !now.containsKey(target)) {
                    ScrapeLoop running = loops.remove(target);
                    if (running == null) {
                        running = loop(target);
                        fresh.add(running);
                    }
                    now.put(target, running);
                }
            }
        }
        loops.values().forEach(this::stop);
        loops.clear();
        loops.putAll(now);
        ending.removeIf(loop -> !loop.isAlive());
        checkLimit();
        fresh.forEach(ScrapeLoop::start);
    }

    private @Nullable Target target(Map<String, String> labels, TargetGroup group) {
        try {
            Target target = targetLabels.of(labels, group.labels());
            if (target == null && settings.showsTargets()) {
                keepDropped(targetLabels.discovered(labels, group.labels()));
            }
            return target;
        } catch (IllegalArgumentException e) {
            log.atError()
                    .addKeyValue("err", e.getMessage())
                    .addKeyValue("scrape_pool", job.name())
                    .addKeyValue("group", group.source())
                    .log("Creating target failed");
            return null;
        }
    }

    private void keepDropped(LabelSet labels) {
        int limit = job.limits().droppedTargets();
        droppedCount++;
        if (limit == 0 || dropped.size() < limit) {
            dropped.add(labels.build());
        }
    }

    private ScrapeLoop loop(Target target) {
        settings.metrics().targets(job.name(), 1);
        return new ScrapeLoop(target, job, metricRules, fetcher, settings);
    }

    private void stop(ScrapeLoop loop) {
        settings.metrics().targets(job.name(), -1);
        loop.stop();
        ending.add(loop);
    }

    private void checkLimit() {
        int limit = job.limits().targets();
        String error =
                limit > 0 && loops.size() > limit
                        ? "target_limit exceeded (number of targets: %d, limit: %d)"
                                .formatted(loops.size(), limit)
                        : null;
        loops.values().forEach(loop -> loop.force(error));
    }

    /** The targets as they are now. */
    public synchronized ShownTargets show() {
        return new ShownTargets(
                job.name(),
                loops.values().stream()
                        .map(loop -> new ShownTargets.Active(loop.target(), loop.last()))
                        .toList(),
                List.copyOf(dropped),
                droppedCount);
    }

    /** Reads the files of its TLS section again. */
    public void reread() {
        client.reread();
    }

    /** No more scrapes from now on; those under way are broken off. */
    public synchronized void stop() {
        isClosed = true;
        settings.metrics().targets(job.name(), -loops.size());
        loops.values().forEach(ScrapeLoop::close);
        ending.forEach(ScrapeLoop::close);
    }

    /** Waits for the loops to end, up to a limit. */
    public void join(Duration limit) throws InterruptedException {
        List<ScrapeLoop> all;
        synchronized (this) {
            all = new ArrayList<>(loops.values());
            all.addAll(ending);
            loops.clear();
            ending.clear();
        }
        long end = System.nanoTime() + limit.toNanos();
        for (ScrapeLoop loop : all) {
            loop.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }

    /** Closes the connections. */
    @Override
    public void close() {
        stop();
        client.close();
    }
}
