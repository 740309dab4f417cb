// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import dev.forager.exporters.prometheusremotewrite.Outbound.Part;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Translates requests and sends them in parts. Thread-safe between start and stop; the engine calls
 * with one thread, so that a later request cannot overtake an earlier one.
 */
final class PrometheusRemoteWriteExporter implements Exporter {
    private final PrometheusRemoteWriteExporterConfig config;
    private final HttpClientConfig connection;
    private final HttpTarget target;
    private final HttpSender.Form form;
    private final Translator translator;
    private final TranslationProblems problems;
    private final RemoteWriteMetrics metrics;
    private final Meter meter;
    private final InstantSource clock;
    private final Logger log;

    /** The rest of requests that the engine will give again; gone with the request. */
    private final Map<Payload, Outbound> unfinished =
            Collections.synchronizedMap(new WeakHashMap<>());

    private volatile @Nullable HttpSender http;
    private volatile @Nullable PartSender sender;

    PrometheusRemoteWriteExporter(
            PrometheusRemoteWriteExporterConfig config, ExporterSettings settings) {
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
        clock = settings.clock();
        log = settings.logger();
        metrics = new RemoteWriteMetrics(meter, settings.id().toString(), target.toString());
        problems = new TranslationProblems(metrics, log);
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
                        .measuredBy(meter);
        http = opened;
        sender = new PartSender(opened, config, metrics, log);
        metrics.consumers(config.parallelism());
        if (config.wal() != null) {
            log.warn(
                    "`wal` has no effect: requests wait in memory, in `remote_write_queue`; give it a"
                            + " `queue_size` and `retry_on_failure::max_elapsed_time` that cover the"
                            + " longest outage");
        }
    }

    @Override
    public void export(Payload payload, Context context) throws ConsumeException {
        PartSender current = sender;
        if (current == null) {
            throw new Retryable("prometheus_remote_write exporter not started");
        }
        Outbound outbound = unfinished.remove(payload);
        if (outbound == null) {
            outbound = translate(payload);
        }
        try {
            send(current, outbound, context);
        } catch (Retryable failure) {
            unfinished.put(payload, outbound);
            throw failure;
        }
        Permanent refusal = outbound.refusal();
        if (refusal != null) {
            throw refusal;
        }
    }

    private Outbound translate(Payload payload) {
        Translation translation = translator.translate((Metrics) payload.open());
        metrics.translated(translation.series().size(), translation.failures().isEmpty());
        problems.report(translation);
        Outbound outbound =
                Outbound.of(translation.series(), config.maxBatchSizeBytes(), config.parallelism());
        boolean isApart = config.protobufMessage() == RemoteWriteMessage.V1;
        if (config.sendMetadata() && isApart && !translation.families().isEmpty()) {
            outbound.addMetadata(translation.families());
        }
        return outbound;
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
            try {
                sender.send(part, context);
            } catch (Permanent failure) {
                outbound.refuse(failure);
            } catch (Retryable failure) {
                throw failure;
            } catch (ConsumeException sealed) {
                throw new IllegalStateException(sealed); // There are no other kinds.
            }
            lane.remove();
        }
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
        HttpSender current = http;
        sender = null;
        http = null;
        if (current != null) {
            metrics.consumers(-config.parallelism());
            current.close();
        }
    }
}
