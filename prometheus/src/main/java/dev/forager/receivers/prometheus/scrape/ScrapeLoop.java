// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.pdata.Payload;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.MemoryBudget;
import dev.forager.prometheus.exposition.ExpositionException;
import dev.forager.receivers.prometheus.config.ScrapeJob;
import dev.forager.receivers.prometheus.relabel.RelabelRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Scrapes one target again and again, on a virtual thread of its own. Whatever the target does,
 * others are not held up: a scrape ends with its timeout, and its memory is bounded.
 */
final class ScrapeLoop {
    /** The collector's gate for start times that the protobuf form says. */
    private static final String START_GATE =
            "receiver.prometheusreceiver.EnableCreatedTimestampZeroIngestion";

    /** The collector's gate for what a target's resource says of its server. */
    private static final String SERVER_GATE = "receiver.prometheus.UseTargetUrlForServerAddress";

    private static final long NANOS_OF_MILLI = 1_000_000;

    /** A scrape so little late has the time at which it should have been, as in Prometheus. */
    private static final long TOLERANCE_MILLIS = 2;

    private final Target target;
    private final ScrapeJob job;
    private final ScrapeSettings settings;
    private final Pace pace;
    private final BodyFetcher fetcher;
    private final SeriesCache cache;
    private final MetricTree tree;
    private final ScrapeReport report;
    private final Logger log;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable String forcedError;
    private volatile LastScrape last = LastScrape.NONE;
    private boolean hasScraped;

    ScrapeLoop(
            Target target,
            ScrapeJob job,
            RelabelRules metricRules,
            BodyFetcher fetcher,
            ScrapeSettings settings) {
        this.target = target;
        this.job = job;
        this.settings = settings;
        this.pace = settings.pace();
        this.fetcher = fetcher;
        this.log = settings.receiver().logger();
        var labels = new SampleLabels(job, metricRules, target.shown(), settings.external());
        tree =
                new MetricTree(
                        id -> resource(id.job(), id.instance()),
                        settings.receiver().build().version(),
                        settings.trimsSuffixes());
        cache =
                new SeriesCache(
                        target,
                        job,
                        labels,
                        tree,
                        settings.receiver().gates().isEnabled(START_GATE, false),
                        settings.receiver().memory(),
                        log);
        report = new ScrapeReport(cache, job.hasExtraMetrics());
        thread = Thread.ofVirtual().name("scrape-" + target.label("instance")).unstarted(this::run);
    }

    private Map<String, String> resource(String job, String instance) {
        return settings.receiver().gates().isEnabled(SERVER_GATE, false)
                ? ResourceAttributes.ofTarget(job, instance, target.labels(), target.discovered())
                : ResourceAttributes.of(job, instance, target.discovered());
    }

    void start() {
        thread.start();
    }

    Target target() {
        return target;
    }

    /** Every scrape fails with this text from now on; null lets them work again. */
    void force(@Nullable String error) {
        forcedError = error;
    }

    /** What came of the last scrape. */
    LastScrape last() {
        return last;
    }

    /** No more scrapes; the series end after a while, unless the target comes back. */
    void stop() {
        stopped.countDown();
    }

    /** No more of anything. */
    void close() {
        stopped.countDown();
        closed.countDown();
        thread.interrupt();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Waits until the thread has ended. */
    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    private void run() {
        try {
            loop();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        } finally {
            cache.close();
        }
    }

    private void loop() throws InterruptedException {
        long interval = target.interval().toNanos();
        long next = pace.nanoTime() + firstDelayNanos() + settings.initialOffset().toNanos();
        long alignedMillis = 0;
        while (!pace.isOverBefore(stopped, next)) {
            long now = settings.receiver().clock().millis();
            long intervalMillis = interval / NANOS_OF_MILLI;
            long tolerance = Math.min(intervalMillis / 100, TOLERANCE_MILLIS);
            alignedMillis = aligned(alignedMillis, now, intervalMillis);
            scrape(now - alignedMillis <= tolerance ? alignedMillis : now);
            next = following(next, interval);
        }
        if (settings.scrapesOnStop() && closed.getCount() == 0) {
            scrape(settings.receiver().clock().millis());
        } else if (hasScraped) {
            endSeries(interval);
        }
    }

    private long firstDelayNanos() {
        long interval = target.interval().toNanos();
        long now = settings.receiver().clock().millis() * NANOS_OF_MILLI;
        return Math.floorMod(target.offsetNanos(0) - now, interval);
    }

    private static long aligned(long before, long now, long interval) {
        if (before == 0) {
            return now;
        }
        return before + Math.floorDiv(now - before, interval) * interval;
    }

    /** Scrapes that could not be in time are left out. */
    private long following(long before, long interval) {
        long late = pace.nanoTime() - before;
        return before + Math.max(1, Math.floorDiv(late, interval) + 1) * interval;
    }

    /** The target may come back with other labels: only then is it sure that its series end. */
    private void endSeries(long interval) throws InterruptedException {
        if (pace.isOverBefore(closed, pace.nanoTime() + interval)) {
            return;
        }
        long time = settings.receiver().clock().millis();
        if (pace.isOverBefore(closed, pace.nanoTime() + interval + interval / 10)) {
            return;
        }
        cache.begin(time);
        cache.endAll();
        report.end();
        try (MemoryBudget.Reservation memory = settings.receiver().memory().nothing()) {
            commit(memory);
        }
    }

    private void scrape(long millis) {
        hasScraped = true;
        boolean wasClosed = closed.getCount() == 0;
        try (MemoryBudget.Reservation memory = settings.receiver().memory().nothing()) {
            Scraped scraped = read(millis, memory);
            if (scraped.error != null && !wasClosed && closed.getCount() == 0) {
                // It was interrupted, which says nothing about the target.
                return;
            }
            last =
                    new LastScrape(
                            Instant.ofEpochMilli(millis),
                            Duration.ofNanos(scraped.nanos),
                            scraped.error);
            conclude(scraped, memory);
            cache.finish(scraped.isWhole);
        }
    }

    /**
     * How a scrape went.
     *
     * @param error null where it did not fail
     * @param isWhole whether the target exposed something, and all of it was taken
     * @param bytes exposed; negative where there were too many
     */
    private record Scraped(@Nullable String error, boolean isWhole, long bytes, long nanos) {}

    private Scraped read(long millis, MemoryBudget.Reservation memory) {
        long start = System.nanoTime();
        cache.begin(millis);
        String error = forcedError;
        long bytes = 0;
        boolean isWhole = false;
        try {
            if (error == null) {
                Body body = fetcher.fetch(target, memory);
                bytes = body.length();
                if (body.length() > 0) {
                    cache.read(Expositions.of(body, job));
                    isWhole = true;
                }
            }
        } catch (ScrapeException e) {
            error = String.valueOf(e.getMessage());
            bytes = e.isTooLarge() ? -1 : 0;
        } catch (ExpositionException e) {
            error = String.valueOf(e.getMessage());
        }
        if (!isWhole) {
            cache.endAll();
        }
        return new Scraped(error, isWhole, bytes, System.nanoTime() - start);
    }

    private void conclude(Scraped scraped, MemoryBudget.Reservation memory) {
        ScrapeCounts counts = cache.counts();
        String error = scraped.error;
        settings.metrics().scraped(job.name(), error == null, Math.max(0, scraped.bytes));
        settings.metrics().dropped(job.name(), "duplicate", counts.duplicates);
        settings.metrics().dropped(job.name(), "out_of_bounds", counts.outOfBounds);
        if (counts.duplicates > 0) {
            log.atWarn()
                    .addKeyValue("num_dropped", counts.duplicates)
                    .addKeyValue("target", target.url())
                    .log("Error on ingesting samples with different value but same timestamp");
        }
        if (error != null && !Thread.currentThread().isInterrupted()) {
            log.atWarn()
                    .addKeyValue("error", error)
                    .addKeyValue("target", target.url())
                    .addKeyValue("job", job.name())
                    .log("Failed to scrape Prometheus endpoint");
        }
        report.add(
                new ScrapeReport.Figures(
                        error == null,
                        scraped.nanos,
                        counts.total,
                        counts.added,
                        counts.seriesAdded,
                        target.timeout(),
                        job.limits().samples(),
                        scraped.bytes));
        commit(memory);
    }

    /**
     * Hands on what was found.
     *
     * @param memory of the exposition, which is no longer there: what was made of it takes its
     *     place, and about as much
     */
    private void commit(MemoryBudget.Reservation memory) {
        int size = cache.size();
        int unsound = cache.counts().unsound;
        if (unsound > 0) {
            settings.metrics().dropped(job.name(), "unsound_histogram", unsound);
            log.atDebug()
                    .addKeyValue("num_dropped", unsound)
                    .addKeyValue("target", target.url())
                    .log("Histograms with falling or missing counts are dropped");
        }
        if (size == 0) {
            return;
        }
        if (memory.growTo(size)) {
            hand(cache.encode());
        } else {
            failed("no memory for the %d bytes of its message".formatted(size));
        }
    }

    private void hand(Payload payload) {
        try {
            settings.next().consume(payload.open(), Context.background());
        } catch (ConsumeException e) {
            failed(e.getMessage());
        }
    }

    private void failed(@Nullable String error) {
        log.atError()
                .addKeyValue("err", error)
                .addKeyValue("target", target.url())
                .log("Scrape commit failed");
    }
}
