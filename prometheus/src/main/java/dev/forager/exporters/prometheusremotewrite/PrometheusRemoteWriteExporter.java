// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.exporters.prometheusremotewrite.Outbound.Part;
import dev.forager.exporters.prometheusremotewrite.Outbound.SeriesPart;
import dev.forager.pdata.Metrics;
import dev.forager.pdata.Payload;
import dev.forager.pipeline.ClientAuthenticator;
import dev.forager.pipeline.ConsumeException;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Exporter;
import dev.forager.pipeline.ExporterSettings;
import dev.forager.pipeline.Host;
import dev.forager.pipeline.Permanent;
import dev.forager.pipeline.Retryable;
import dev.forager.pipeline.ServiceView;
import dev.forager.pipeline.Tracing;
import dev.forager.prometheus.Translation;
import dev.forager.prometheus.Translator;
import dev.forager.transport.client.HttpClientConfig;
import dev.forager.transport.client.HttpSender;
import dev.forager.transport.client.HttpTarget;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Translates requests and sends them in parts. Thread-safe between start and stop; the engine calls
 * with one thread, so that a later request cannot overtake an earlier one, and joins those that
 * wait meanwhile.
 */
final class PrometheusRemoteWriteExporter implements Exporter {
    /** Some 40,000 points, which are bodies of a megabyte for each of five consumers. */
    private static final long MOST_JOINED_BYTES = 4 << 20;

    /** A request takes three times its bytes while it is sent. */
    private static final long HEAP_SHARE = 64;

    private final PrometheusRemoteWriteExporterConfig config;
    private final HttpClientConfig connection;
    private final HttpTarget target;
    private final HttpSender.Form form;
    private final Translator translator;
    private final TranslationProblems problems;
    private final RemoteWriteMetrics metrics;
    private final Meter meter;
    private final @Nullable Tracing tracing;
    private final InstantSource clock;
    private final Logger log;

    private final LongSupplier nanoTime;
    private final @Nullable DeltaTotals totals;
    private final @Nullable Departures departures;

    /** A marker must not overtake the first sample of a target that comes back. */
    private final ReadWriteLock order = new ReentrantReadWriteLock();

    private volatile @Nullable ScheduledExecutorService ticks;

    /** The rest of requests that the engine will give again; gone with the request. */
    private final Map<Payload, Outbound> unfinished =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final TranslationRoom room = TranslationRoom.ofHeap();

    private volatile @Nullable HttpSender http;
    private volatile @Nullable PartSender sender;

    PrometheusRemoteWriteExporter(
            PrometheusRemoteWriteExporterConfig config,
            ExporterSettings settings,
            LongSupplier nanoTime) {
        this.config = config;
        connection = config.connection();
        target = HttpTarget.parse(connection.endpoint(), "endpoint");
        form =
                new HttpSender.Form(
                        "application/x-protobuf",
                        "snappy",
                        userAgent(settings.build()),
                        Map.of("content-encoding", "snappy"));
        Translating.check(config, settings.gates());
        translator = new Translator(Translating.settings(config, settings.gates()));
        meter = settings.meter();
        tracing = settings.tracing();
        clock = settings.clock();
        log = settings.logger();
        metrics = new RemoteWriteMetrics(meter, settings.id().toString(), target.toString());
        problems = new TranslationProblems(metrics, log);
        this.nanoTime = nanoTime;
        totals =
                config.accumulateDeltas()
                        ? new DeltaTotals(config.deltaState(), settings, metrics, nanoTime)
                        : null;
        departures = config.staleMarkers() == null ? null : new Departures(config.staleMarkers());
    }

    private static String userAgent(ServiceView.BuildInfo build) {
        String name = build.description().toLowerCase(Locale.ROOT).replace(' ', '-');
        return name + "/" + build.version();
    }

    @Override
    public void start(Host host) throws IOException {
        ClientAuthenticator authenticator =
                connection.auth() == null
                        ? null
                        : host.extension(
                                connection.auth().authenticator(), ClientAuthenticator.class);
        HttpSender opened =
                HttpSender.open(connection, target, form, authenticator, clock, log)
                        .measuredBy(meter)
                        .tracedBy(tracing);
        http = opened;
        sender = new PartSender(opened, config, metrics, nanoTime, log);
        if (config.staleMarkers() != null) {
            ScheduledExecutorService started =
                    Executors.newSingleThreadScheduledExecutor(
                            Thread.ofVirtual().name("stale-markers").factory());
            ticks = started;
            long period = Math.max(1000, config.staleMarkers().after().toMillis() / 4);
            var _ =
                    started.scheduleAtFixedRate(
                            this::endDeparted, period, period, TimeUnit.MILLISECONDS);
        }
        metrics.consumers(config.parallelism());
        if (config.wal() != null) {
            log.warn(
                    "`wal` has no effect: requests wait in memory, in `remote_write_queue`; give it a"
                            + " `queue_size` and `retry_on_failure::max_elapsed_time` that cover the"
                            + " longest outage");
        }
    }

    @Override
    public long export(Payload payload, Context context) throws ConsumeException {
        PartSender current = sender;
        if (current == null) {
            throw new Retryable("prometheus_remote_write exporter not started");
        }
        Outbound outbound;
        try (var _ = room.enter(payload)) {
            order.readLock().lock();
            try {
                outbound = attempt(current, payload, context);
            } finally {
                order.readLock().unlock();
            }
        }
        Permanent refusal = outbound.refusal();
        if (refusal != null) {
            throw refusal;
        }
        return outbound.leftOut();
    }

    private Outbound attempt(PartSender current, Payload payload, Context context)
            throws ConsumeException {
        Outbound outbound = unfinished.remove(payload);
        if (outbound == null) {
            outbound = translate(payload);
        } else if (outbound.isReleased()) {
            outbound.refill(cut(translator.translate((Metrics) payload.open())));
        }
        try {
            send(current, outbound, outbound.limited(context));
        } catch (Retryable failure) {
            if (totals == null) { // They count a delta once.
                outbound.release();
            }
            unfinished.put(payload, outbound);
            throw failure;
        }
        return outbound;
    }

    private Outbound translate(Payload payload) {
        var request = (Metrics) payload.open();
        if (totals != null) {
            totals.convert(request);
        }
        Translation translation = translator.translate(request);
        if (departures != null) {
            int refused = departures.note(translation.series(), nanoTime.getAsLong());
            metrics.unmarked(refused);
        }
        metrics.translated(translation.series().size(), translation.failures().isEmpty());
        problems.report(translation);
        return cut(translation).leavingOut(translation.leftOut()).within(config.exportTimeout());
    }

    private Outbound cut(Translation translation) {
        Outbound outbound =
                Outbound.of(translation.series(), config.maxBatchSizeBytes(), config.parallelism());
        boolean isApart = config.protobufMessage() == RemoteWriteMessage.V1;
        if (config.sendMetadata() && isApart) {
            outbound.addMetadata(translation.families(), config.maxBatchSizeBytes());
        }
        return outbound;
    }

    /** Ends the series of targets that are silent; what cannot be sent now is tried next time. */
    void endDeparted() {
        PartSender current = sender;
        if (departures == null || current == null) {
            return;
        }
        order.writeLock().lock();
        try {
            var ended = departures.departed(nanoTime.getAsLong(), clock.millis());
            if (ended.markers().isEmpty()) {
                return;
            }
            var outbound = Outbound.of(ended.markers(), config.maxBatchSizeBytes(), 1);
            send(current, outbound, Context.background());
            departures.forget(ended.origins());
            Permanent refusal = outbound.refusal();
            if (refusal != null) {
                log.warn("Stale markers are refused: {}", refusal.getMessage());
            }
        } catch (ConsumeException later) {
            log.debug("Stale markers wait: {}", later.getMessage());
        } catch (RuntimeException e) {
            log.error("Stale markers cannot be sent: this is a fault of Forager", e);
        } finally {
            order.writeLock().unlock();
        }
    }

    private static void send(PartSender sender, Outbound outbound, Context context)
            throws ConsumeException {
        List<Deque<Part>> lanes =
                outbound.lanes().stream().filter(lane -> !lane.isEmpty()).toList();
        if (lanes.size() == 1) {
            empty(lanes.getFirst(), sender, outbound, context);
            return;
        }
        List<Callable<@Nullable Void>> tasks =
                lanes.stream()
                        .<Callable<@Nullable Void>>map(
                                lane ->
                                        () -> {
                                            empty(lane, sender, outbound, context);
                                            return null;
                                        })
                        .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            await(threads.invokeAll(tasks));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Retryable("shutting down", Duration.ZERO, null, e);
        }
    }

    /** The longest delay that a receiver asked for counts. */
    private static void await(List<Future<@Nullable Void>> results)
            throws ConsumeException, InterruptedException {
        Retryable worst = null;
        for (Future<@Nullable Void> result : results) {
            try {
                result.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof Retryable failure)) {
                    throw new IllegalStateException(e.getCause());
                }
                boolean isWorse =
                        worst == null || failure.retryAfter().compareTo(worst.retryAfter()) > 0;
                worst = isWorse ? failure : worst;
            }
        }
        if (worst != null) {
            throw worst;
        }
    }

    /** A part that is refused does not stop the next one; one that may be taken later does. */
    private static void empty(
            Deque<Part> lane, PartSender sender, Outbound outbound, Context context)
            throws Retryable {
        for (Part part = lane.peek(); part != null; part = lane.peek()) {
            List<SeriesPart> instead = List.of();
            try {
                instead = sender.send(part, context);
            } catch (Permanent failure) {
                outbound.refuse(failure);
            } catch (Retryable failure) {
                throw failure;
            } catch (ConsumeException sealed) {
                throw new IllegalStateException(sealed); // There are no other kinds.
            }
            lane.remove();
            instead.reversed().forEach(lane::addFirst);
            outbound.noteCut(!instead.isEmpty());
        }
    }

    /**
     * Requests that wait go together: with one at a time a distant receiver would get ten small
     * ones a second.
     */
    @Override
    public long joinedBytes() {
        return Math.min(MOST_JOINED_BYTES, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    @Override
    public Map<String, String> destination() {
        return target.destination();
    }

    @Override
    public void reread() {
        HttpSender current = http;
        if (current != null) {
            current.reread();
        }
    }

    @Override
    public void stop(Duration limit) {
        ScheduledExecutorService running = ticks;
        ticks = null;
        if (running != null) {
            running.shutdownNow();
        }
        if (totals != null) {
            totals.clear();
        }
        HttpSender current = http;
        sender = null;
        http = null;
        if (current != null) {
            metrics.consumers(-config.parallelism());
            current.close();
        }
    }
}
