// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.MemoryBudget;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's counters as metrics, under the names of the Go collector. Nearly all instruments are
 * asynchronous: a request adds to plain counters, and only a reader pays for attributes.
 * Thread-safe.
 */
public final class EngineMetrics implements AutoCloseable {
    /** What the Go SDK takes where nothing is said, as upstream leaves it here. */
    private static final List<Double> GO_BUCKETS =
            List.of(
                    0d, 5d, 10d, 25d, 50d, 75d, 100d, 250d, 500d, 750d, 1000d, 2500d, 5000d, 7500d,
                    10_000d);

    private final Meter meter;
    private final Map<Family.Head, Family> families = new ConcurrentHashMap<>();
    private final List<Runnable> registered = new CopyOnWriteArrayList<>();
    private final Map<ReceiverKey, ReceiverCounts> receivers = new ConcurrentHashMap<>();

    private record ReceiverKey(ComponentId id, String transport, Signal signal) {}

    /** Metrics of {@code meter}. */
    public EngineMetrics(Meter meter) {
        this.meter = meter;
    }

    /** The counters of a receiver, the same for the same arguments. */
    public ReceiverCounts receiver(ComponentId id, String transport, Signal signal) {
        return receivers.computeIfAbsent(new ReceiverKey(id, transport, signal), this::receiver);
    }

    private ReceiverCounts receiver(ReceiverKey key) {
        var counts = new ReceiverCounts();
        var words = SignalWords.of(key.signal());
        Attributes labels =
                Attributes.builder()
                        .put("receiver", key.id().toString())
                        .put("transport", key.transport())
                        .build();
        Runnable _ =
                counter(
                        "otelcol_receiver_accepted_" + words.suffix(),
                        words.help(
                                "Number of %s successfully pushed into the pipeline."
                                        .formatted(words.noun())),
                        words.unit(),
                        labels,
                        counts::isUsed,
                        counts::accepted);
        Runnable _ =
                counter(
                        "otelcol_receiver_refused_" + words.suffix(),
                        words.help(
                                "Number of %s that could not be pushed into the pipeline."
                                        .formatted(words.noun())),
                        words.unit(),
                        labels,
                        counts::isUsed,
                        counts::refused);
        Runnable _ =
                counter(
                        "otelcol_receiver_failed_" + words.suffix(),
                        words.help(
                                "The number of %s that failed to be processed by the receiver due to internal errors."
                                        .formatted(words.noun())),
                        words.unit(),
                        labels,
                        counts::isUsed,
                        counts::failed);
        return counts;
    }

    /**
     * Shows what goes into a processor and out of it.
     *
     * @param in the edges into it
     * @return to be run when nothing goes over these edges any more
     */
    public Runnable processor(ComponentId id, Signal signal, List<Passage> in, Passage out) {
        Attributes labels = processorLabels(id, signal);
        BooleanSupplier used = () -> in.stream().anyMatch(Passage::isUsed);
        Runnable incoming =
                counter(
                        "otelcol_processor_incoming_items",
                        "Number of items passed to the processor. [Alpha]",
                        "{item}",
                        labels,
                        used,
                        () -> in.stream().mapToLong(Passage::offered).sum());
        Runnable outgoing =
                counter(
                        "otelcol_processor_outgoing_items",
                        "Number of items emitted from the processor. [Alpha]",
                        "{item}",
                        labels,
                        used,
                        out::offered);
        return all(incoming, outgoing);
    }

    /**
     * Shows what an exporter does.
     *
     * @param destination labels of what is sent, beside the id
     * @return to be run when it does nothing any more
     */
    public Runnable exporter(
            ComponentId id, Signal signal, Map<String, String> destination, ExporterCounts counts) {
        var words = SignalWords.of(signal);
        Attributes plain = Attributes.builder().put("exporter", id.toString()).build();
        AttributesBuilder target = plain.toBuilder();
        destination.forEach(target::put);
        Runnable sent =
                counter(
                        "otelcol_exporter_sent_" + words.suffix(),
                        words.help(
                                "Number of %s successfully sent to destination."
                                        .formatted(words.sentNoun())),
                        words.unit(),
                        target.build(),
                        counts::isUsed,
                        counts::sent);
        LongCounter failed = sendFailed(words);
        counts.report(
                (failure, items) -> failed.add(items, failure.labels(target.build())),
                ExporterSizes.of(meter, plain, target.build()));
        Runnable refused =
                counter(
                        "otelcol_exporter_enqueue_failed_" + words.suffix(),
                        words.help(
                                "Number of %s failed to be added to the sending queue."
                                        .formatted(words.noun())),
                        words.unit(),
                        plain,
                        () -> counts.enqueueFailed() > 0,
                        counts::enqueueFailed);
        return all(sent, refused, inFlight(id, signal, counts));
    }

    private Runnable inFlight(ComponentId id, Signal signal, ExporterCounts counts) {
        return add(
                new Family.Head(
                        "otelcol_exporter_in_flight_requests",
                        "Number of export requests currently in-flight (including retry backoff)."
                                + " [Development]",
                        "{request}",
                        Family.Kind.UP_DOWN_COUNTER),
                queueLabels(id, signal),
                counts::isUsed,
                counts::inFlight);
    }

    /** Counted as it happens, since the labels tell why; a view leaves them out below detailed. */
    private LongCounter sendFailed(SignalWords words) {
        return meter.counterBuilder("otelcol_exporter_send_failed_" + words.suffix())
                .setDescription(
                        words.help(
                                ("Number of %s in failed attempts to send to destination. At"
                                                + " detailed telemetry level, includes attributes:"
                                                + " error.type (semantic convention),"
                                                + " error.permanent.")
                                        .formatted(words.noun())))
                .setUnit(words.unit())
                .build();
    }

    /** Measures the time that a processor takes; null where nobody reads it. */
    public @Nullable InternalDuration duration(ComponentId id, Signal signal) {
        var histogram =
                meter.histogramBuilder("otelcol_processor_internal_duration")
                        .setDescription(
                                "Duration of time taken to process a batch of telemetry data"
                                        + " through the processor. [Alpha]")
                        .setUnit("s")
                        .setExplicitBucketBoundariesAdvice(GO_BUCKETS)
                        .build();
        return histogram.isEnabled()
                ? new InternalDuration(histogram, processorLabels(id, signal))
                : null;
    }

    private static Attributes processorLabels(ComponentId id, Signal signal) {
        return Attributes.builder()
                .put("processor", id.toString())
                .put("otel.signal", signal.id())
                .build();
    }

    /** Shows a queue in front of an exporter; the result is to be run when it is no more. */
    public Runnable queue(ComponentId id, Signal signal, LongSupplier size, LongSupplier capacity) {
        Runnable present =
                gauge(
                        "otelcol_exporter_queue_size",
                        "Current size of the retry queue (in batches). [Alpha]",
                        "{batch}",
                        queueLabels(id, signal),
                        size);
        Runnable limit =
                gauge(
                        "otelcol_exporter_queue_capacity",
                        "Fixed capacity of the retry queue (in batches). [Alpha]",
                        "{batch}",
                        queueLabels(id, signal),
                        capacity);
        return all(present, limit);
    }

    /** Shows the closed equation of each branch, and the memory that telemetry takes. */
    public void accounts(Ledger ledger, MemoryBudget memory) {
        registered.addAll(new LedgerMetrics(ledger).register(meter));
        Runnable _ =
                gauge(
                        "forager_memory_reserved_bytes",
                        "Bytes of telemetry that receivers and queues hold.",
                        "By",
                        Attributes.empty(),
                        memory::usedBytes);
    }

    /** Removes all metrics. */
    @Override
    public void close() {
        registered.forEach(Runnable::run);
    }

    private static Attributes queueLabels(ComponentId id, Signal signal) {
        return Attributes.builder()
                .put("exporter", id.toString())
                .put("data_type", signal.id())
                .build();
    }

    private Runnable counter(
            String name,
            String help,
            String unit,
            Attributes labels,
            BooleanSupplier used,
            LongSupplier value) {
        return add(new Family.Head(name, help, unit, Family.Kind.COUNTER), labels, used, value);
    }

    private Runnable gauge(
            String name, String help, String unit, Attributes labels, LongSupplier value) {
        return add(new Family.Head(name, help, unit, Family.Kind.GAUGE), labels, () -> true, value);
    }

    private Runnable add(
            Family.Head head, Attributes labels, BooleanSupplier used, LongSupplier value) {
        return families.computeIfAbsent(head, this::register).add(labels, used, value);
    }

    private static Runnable all(Runnable... parts) {
        return () -> List.of(parts).forEach(Runnable::run);
    }

    private Family register(Family.Head head) {
        var family = new Family(head.kind());
        registered.add(family.register(meter, head));
        return family;
    }
}
