// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.series.Seldom;
import dev.forager.pipeline.series.SeriesLimits;
import dev.forager.pipeline.series.StateMetrics;
import dev.forager.prometheus.LabelNames;
import dev.forager.prometheus.MetricNames;
import dev.forager.prometheus.ResourceLabels;
import dev.forager.prometheus.TranslationStrategy;
import dev.forager.transport.codec.Compression;
import dev.forager.transport.codec.Compressor;
import dev.forager.transport.server.ErrorAnswers;
import dev.forager.transport.server.HttpServer;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.PageRequest;
import dev.forager.transport.server.RunningServer;
import dev.forager.transport.server.ServerSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Keeps the latest value of each series and serves them. Thread-safe: requests are taken in one
 * after another under a lock, a page is written outside of it.
 */
final class PrometheusExporter implements Exporter {
    private static final String PATH = "/metrics";

    /** Chosen: several Prometheus may scrape at once, and each page is in memory as a whole. */
    private static final int MOST_PAGES = 4;

    private final PrometheusExporterConfig config;
    private final ExporterSettings settings;
    private final LongSupplier nanoTime;
    private final ServedTable table;
    private final Refusals refusals;
    private final Intake intake;
    private final StateMetrics state;
    private final Seldom warnings;
    private final Logger log;
    private final Semaphore pages = new Semaphore(MOST_PAGES);
    private final Compressor gzip = Compressor.of(Compression.GZIP, Compressor.DEFAULT_LEVEL);
    private final Compressor zstd = Compressor.of(Compression.ZSTD, Compressor.DEFAULT_LEVEL);
    private volatile @Nullable RunningServer server;

    PrometheusExporter(
            PrometheusExporterConfig config, ExporterSettings settings, LongSupplier nanoTime) {
        this.config = config;
        this.settings = settings;
        this.nanoTime = nanoTime;
        log = settings.logger();
        TranslationStrategy strategy = config.strategy(settings.gates());
        var names = new LabelNames(strategy);
        SeriesLimits limits = SeriesLimits.of(config.maxSeries(), config.maxStateSize());
        table = new ServedTable(limits.newStore(), limits.newStore(), config.namespace());
        state = new StateMetrics(settings.meter(), ComponentKind.EXPORTER, settings.id());
        warnings = new Seldom(nanoTime);
        refusals = new Refusals(log, settings.meter(), settings.id().toString());
        intake =
                new Intake(
                        table,
                        new MetricNames(config.namespace(), strategy),
                        new ExposedLabels(
                                names,
                                config.constLabels(),
                                config.resourceToTelemetryConversion()
                                        .labels(config.resourceConstantLabels()),
                                settings.gates().isEnabled(ResourceLabels.KEEP_IDENTITY, false),
                                !config.withoutScopeInfo()),
                        refusals,
                        this::tellLimit);
    }

    @Override
    public void start(Host host) throws IOException {
        server =
                HttpServer.of(
                                config.server(),
                                new ServerSettings(log, settings.memory()),
                                ErrorAnswers.TEXT)
                        .pages(PATH, this::answer)
                        .start(host);
    }

    int port() {
        RunningServer running = server;
        return running == null ? -1 : running.port();
    }

    @Override
    public long export(Payload payload, Context context) {
        var request = (Metrics) payload.open();
        synchronized (table) {
            long before = refusals.points();
            long now = expire();
            intake.add(request, now);
            report();
            return refusals.points() - before;
        }
    }

    private long expire() {
        long now = nanoTime.getAsLong();
        table.expire(now - config.metricExpiration().toNanos());
        return now;
    }

    private void report() {
        state.report(table.size(), table.bytes());
    }

    private void tellLimit(String metric) {
        state.refused();
        if (warnings.isDue()) {
            log.atWarn()
                    .addKeyValue("metric", metric)
                    .log(
                            "No room for more series (max_series, max_state_size); their points are"
                                    + " dropped");
        }
    }

    private Page answer(PageRequest request) {
        if (!pages.tryAcquire()) {
            return Page.text(
                    503,
                    "Limit of concurrent requests reached (%d), try again later.\n"
                            .formatted(MOST_PAGES));
        }
        try {
            return page(request);
        } finally {
            pages.release();
        }
    }

    private Page page(PageRequest request) {
        ServedPage served;
        synchronized (table) {
            expire();
            report();
            served = table.snapshot();
        }
        ExpositionFormat.Choice choice =
                ExpositionFormat.negotiate(request.header("accept"), config.enableOpenMetrics());
        byte[] body = write(served, choice);
        Compressor compressor = compressor(request.header("accept-encoding"));
        Page page =
                Page.of(
                        200,
                        choice.contentType(),
                        compressor == null ? body : compressor.compress(body, 0, body.length, 0));
        page = page.with("vary", "Accept, Accept-Encoding");
        return compressor == null
                ? page
                : page.with("content-encoding", compressor == gzip ? "gzip" : "zstd");
    }

    private byte[] write(ServedPage served, ExpositionFormat.Choice choice) {
        boolean hasTimes = config.sendTimestamps();
        return switch (choice.format()) {
            case PROTOBUF -> {
                var out = new ProtobufWriter(choice.escaping(), hasTimes).write(served);
                yield Arrays.copyOf(out.array(), out.size());
            }
            case OPEN_METRICS_0, OPEN_METRICS_1, TEXT -> {
                boolean isOpenMetrics = choice.format() != ExpositionFormat.TEXT;
                var out = new TextWriter(choice.escaping(), isOpenMetrics, hasTimes).write(served);
                yield Arrays.copyOf(out.array(), out.size());
            }
        };
    }

    /** As the client prefers; of both alike gzip, as in Go; null for none. */
    private @Nullable Compressor compressor(String accepted) {
        Compressor best = null;
        double weight = 0;
        for (AcceptHeader.Entry entry : AcceptHeader.parse(accepted)) {
            Compressor named =
                    switch (entry.value()) {
                        case "gzip", "*" -> gzip;
                        case "zstd" -> zstd;
                        default -> null;
                    };
            boolean isBetter = entry.weight() > weight || named == gzip;
            if (named != null && entry.weight() > 0 && entry.weight() >= weight && isBetter) {
                best = named;
                weight = entry.weight();
            }
        }
        return best;
    }

    @Override
    public void reread() {
        RunningServer running = server;
        if (running != null) {
            running.reread();
        }
    }

    @Override
    public void stop(Duration limit) {
        RunningServer running = server;
        server = null;
        if (running != null) {
            running.stop(limit);
        }
        synchronized (table) {
            table.clear();
            report();
        }
    }
}
