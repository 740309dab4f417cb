// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pdata.Sizer;
import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.RemovedKey;
import dev.forager.prometheus.ConstantLabels;
import dev.forager.prometheus.ResourceConversion;
import dev.forager.prometheus.TranslationStrategy;
import dev.forager.transport.client.CompressionType;
import dev.forager.transport.client.HttpClientConfig;
import dev.forager.transport.client.HttpTarget;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where series go, and what they look like. */
@IgnoredKey(
        keys = "export_created_metric",
        reason = "the samples that it switched on are gone from the collector")
@RemovedKey(keys = "sending_queue", advice = "the queue of this exporter is remote_write_queue")
public record PrometheusRemoteWriteExporterConfig(
        @Inline @Default("{}") HttpClientConfig client,
        @Doc(
                        "The keys of the connection as a section of their own, used instead of those beside it.")
                @Nullable Http http,
        @Doc(
                        "Longest time for one attempt to send a body; 0 is no limit. Absent: that of the section `http`, or 5s.")
                @Nullable Duration timeout,
        @Doc("How failed attempts are repeated.") @Default("{initial_interval: 50ms}")
                RetryConfig retryOnFailure,
        @Doc("Prefix of every name.") @Default("''") String namespace,
        @Doc("The queue in front of the exporter.") @Default("{}") Queue remoteWriteQueue,
        @Doc("Labels of every series that has none of that name.") @Default("{}")
                Map<String, String> externalLabels,
        @Doc("Largest body before compression, in bytes; 0 is the default.") @Default("3000000")
                long maxBatchSizeBytes,
        @Doc("Most bodies of one request that are sent at once; absent: `num_consumers`.")
                @Nullable Integer maxBatchRequestParallelism,
        @Doc("The former form of `resource_constant_labels`.") @Default("{}")
                ResourceConversion resourceToTelemetryConversion,
        @Doc("Attributes of the resource that become labels of every series.") @Default("{}")
                ConstantLabels resourceConstantLabels,
        @Doc("Accepted and not used: there is no write-ahead log of its own.") @Nullable Wal wal,
        @Doc("The series that holds the attributes of resources.") @Default("{}")
                TargetInfo targetInfo,
        @Doc("Leave out the labels that name the instrumentation scope.") @Default("false")
                boolean disableScopeInfo,
        @Doc("Whether names end in unit and type; the former form of `translation_strategy`.")
                @Default("true")
                boolean addMetricSuffixes,
        @Doc(
                        "How names are made: UnderscoreEscapingWithSuffixes (as without this key),"
                                + " UnderscoreEscapingWithoutSuffixes, NoUTF8EscapingWithSuffixes or"
                                + " NoTranslation; the last two need remote write 2.0.")
                @Nullable TranslationStrategy translationStrategy,
        @Doc("Send types, units and descriptions with remote write 1.0; 2.0 always has them.")
                @Default("false")
                boolean sendMetadata,
        @Doc("prometheus.WriteRequest (1.0) or io.prometheus.write.v2.Request (2.0).")
                @Default("prometheus.WriteRequest")
                RemoteWriteMessage protobufMessage,
        @Doc("Request metadata keys that are sent on as headers.") @Default("[]")
                List<String> includeMetadataKeys,
        @Doc("Histograms become native ones with custom buckets.") @Default("false")
                boolean convertExplicitHistogramsToNhcb,
        @Doc("Such histograms also stay what they were.") @Default("false")
                boolean keepClassicHistograms,
        @Doc(
                        "Write `le` and `quantile` as OpenMetrics does, and Prometheus 3 for what it scrapes:"
                                + " `1.0` for `1`, `1e+06` for `1000000`.")
                @Default("false")
                boolean openmetricsBounds,
        @Doc("Delta sums and histograms are added up instead of dropped; for one source a series.")
                @Default("false")
                boolean accumulateDeltas,
        @Doc("How much of delta series is kept.") @Default("{}") DeltaState deltaState,
        @Doc("End the series of a target that sends no more, which else linger for minutes.")
                @Nullable StaleMarkers staleMarkers) {
    private static final long DEFAULT_BATCH_BYTES = 3_000_000;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** What the protocol itself says. */
    private static final Set<String> RESERVED =
            Set.of(
                    "content-encoding",
                    "content-type",
                    "user-agent",
                    "x-prometheus-remote-write-version");

    public PrometheusRemoteWriteExporterConfig {
        require(
                timeout == null || !timeout.isNegative(),
                "timeout",
                "timeout value must be greater than or equal to 0");
        String prefix = http == null ? "" : "http::";
        HttpClientConfig used = http == null ? client : http.client();
        require(!used.endpoint().isEmpty(), prefix + "endpoint", "endpoint must be specified");
        HttpTarget.parse(used.endpoint(), prefix + "endpoint");
        require(
                used.compression() == CompressionType.NONE
                        || used.compression() == CompressionType.SNAPPY,
                prefix + "compression",
                "compression type must be snappy");
        require(
                maxBatchRequestParallelism == null || maxBatchRequestParallelism >= 1,
                "max_batch_request_parallelism can't be set to below 1");
        require(maxBatchSizeBytes >= 0, "max_batch_size_bytes must be greater than 0");
        maxBatchSizeBytes = maxBatchSizeBytes == 0 ? DEFAULT_BATCH_BYTES : maxBatchSizeBytes;
        resourceToTelemetryConversion.checkAlone(resourceConstantLabels);
        require(
                protobufMessage == RemoteWriteMessage.V2
                        || translationStrategy == null
                        || translationStrategy.isEscaping(),
                "translation strategy %s requires Prometheus Remote Write 2.0 (UTF-8 support)"
                        .formatted(translationStrategy));
        for (String key : includeMetadataKeys) {
            require(
                    !RESERVED.contains(key.toLowerCase(Locale.ROOT)),
                    "include_metadata_keys",
                    "include_metadata_keys entry \"%s\" collides with a reserved remote write header"
                            .formatted(key));
        }
        externalLabels.forEach(
                (name, value) ->
                        require(
                                !name.isEmpty() && !value.isEmpty(),
                                "external_labels",
                                "external labels configuration contains an empty key or value"));
        externalLabels = Map.copyOf(externalLabels);
        includeMetadataKeys = List.copyOf(includeMetadataKeys);
    }

    /**
     * The connection.
     *
     * @param timeout bounds an attempt as the one beside the section does
     */
    public record Http(
            @Inline @Default("{}") HttpClientConfig client,
            @Doc(
                            "Longest time for one attempt to send a body, as the key beside the section: of both the shorter one counts, and one that is absent is as the other.")
                    @Nullable Duration timeout) {}

    /** The queue. */
    public record Queue(
            @Doc("Whether there is a queue: without one the sender waits for the answer.")
                    @Default("true")
                    boolean enabled,
            @Doc("Most requests that the queue holds.") @Default("10000") long queueSize,
            @Doc("Most bodies that are sent at once; a series always takes the same way.")
                    @Default("5")
                    int numConsumers) {
        public Queue {
            require(queueSize >= 0, "remote write queue size can't be negative");
            require(!enabled || queueSize != 0, "a 0 size queue will drop all the data");
            require(numConsumers >= 0, "remote write consumer number can't be negative");
        }
    }

    /** The write-ahead log of the Go collector. */
    public record Wal(
            @Doc("Its folder.") @Default("''") String directory,
            @Doc("Its buffer.") @Default("300") int bufferSize,
            @Doc("How often it is cut.") @Default("1m") Duration truncateFrequency,
            @Doc("How often its lag is measured.") @Default("15s") Duration lagRecordFrequency) {}

    /** The series {@code target_info}. */
    public record TargetInfo(
            @Doc("Whether there is one for each resource.") @Default("true") boolean enabled) {}

    /** The running totals of delta series. */
    public record DeltaState(
            @Doc("A series is forgotten when it was silent for this long; its total begins anew.")
                    @Default("5m")
                    Duration maxStale,
            @Doc("Most series; points of further ones are dropped.")
                    @Default("9223372036854775807")
                    @Min(1)
                    long maxSeries,
            @Doc("Most memory for series; 0 is a quarter of the heap.") @Default("0")
                    ByteSize maxStateSize) {
        public DeltaState {
            require(maxStale.isPositive(), "max_stale", "must be positive");
        }
    }

    /** When the series of a target end. */
    public record StaleMarkers(
            @Doc("How long a target (job and instance) must be silent.") @Default("5m")
                    Duration after,
            @Doc("Most series that are remembered; further ones get no marker.")
                    @Default("1000000")
                    @Min(1)
                    long maxSeries) {
        public StaleMarkers {
            require(after.toMillis() >= 1000, "after", "must be at least 1s");
        }
    }

    /** The connection that is used. */
    HttpClientConfig connection() {
        return http == null ? client : http.client();
    }

    TranslationStrategy strategy() {
        if (translationStrategy != null) {
            return translationStrategy;
        }
        return addMetricSuffixes
                ? TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES
                : TranslationStrategy.UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES;
    }

    int parallelism() {
        return maxBatchRequestParallelism == null
                ? Math.max(1, remoteWriteQueue.numConsumers())
                : maxBatchRequestParallelism;
    }

    /** Longest time for one attempt to send a body; zero is no limit. */
    Duration attemptTimeout() {
        Duration ofClient = http == null ? timeout : http.timeout();
        return shorter(given(timeout, ofClient), given(ofClient, timeout));
    }

    /** A key that is absent is as the other one, unless that one is lifted. */
    private static Duration given(@Nullable Duration key, @Nullable Duration other) {
        if (key != null) {
            return key;
        }
        return other != null && other.isPositive() ? other : DEFAULT_TIMEOUT;
    }

    private static Duration shorter(Duration first, Duration second) {
        boolean isFirst =
                first.isPositive() && (!second.isPositive() || first.compareTo(second) < 0);
        Duration limit = isFirst ? first : second;
        return limit.isPositive() ? limit : Duration.ZERO;
    }

    /** Longest time for all of a request, its repetitions too; zero is no limit. */
    Duration exportTimeout() {
        return retryOnFailure.enabled() ? retryOnFailure.maxElapsedTime() : Duration.ZERO;
    }

    /**
     * One consumer: with several, requests would overtake each other. The exporter bounds attempts
     * itself, one body each.
     */
    SendingConfig sending() {
        var queue =
                new QueueConfig(
                        remoteWriteQueue.enabled(),
                        false,
                        Sizer.REQUESTS,
                        remoteWriteQueue.queueSize(),
                        false,
                        null,
                        1,
                        null);
        return new SendingConfig(Duration.ZERO, retryOnFailure, queue);
    }
}
