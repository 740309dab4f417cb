// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.servicegraph;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.IgnoredKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How spans become edges, and edges metrics. */
@IgnoredKey(
        keys = "metrics_exporter",
        types = String.class,
        reason = "the exporter is part of the pipeline that this connector feeds")
public record ServiceGraphConnectorConfig(
        @Doc("Upper bounds of the buckets of durations; 2ms to 15s by default.")
                @Nullable List<Duration> latencyHistogramBuckets,
        @Doc("Exponential histograms with at most so many buckets instead; 0 for none.")
                @Default("0")
                int exponentialHistogramMaxSize,
        @Doc("Attributes of resource or span that become `client_...` and `server_...`.")
                @Default("[]")
                List<String> dimensions,
        @Doc("Spans that wait for their counterpart.") @Default("{}") StoreConfig store,
        @Doc("How often series are looked through for old ones; not above 0 is 1m.") @Default("1m")
                Duration cacheLoop,
        @Doc("How often waiting spans are looked through for old ones; not above 0 is 2s.")
                @Default("2s")
                Duration storeExpirationLoop,
        @Doc("Attributes that name a server without spans, the first that is there.")
                @Default("[peer.service, db.name, db.system]")
                List<String> virtualNodePeerAttributes,
        @Doc("Add `virtual_node`: which side of an edge has no spans.") @Default("false")
                boolean virtualNodeExtraLabel,
        @Doc("How often metrics are sent; 0 sends them with each request.") @Default("60s")
                Duration metricsFlushInterval,
        @Doc("Subtracted from the times of data points.") @Default("0s")
                Duration metricsTimestampOffset,
        @Doc("Deprecated: `database_name_attributes`.") @Default("\"\"")
                String databaseNameAttribute,
        @Doc("Attributes that name the database of a client span, the first that is there.")
                @Default("[db.name]")
                List<String> databaseNameAttributes,
        @Doc(
                        "Most memory for series and waiting spans; what comes above is dropped and"
                                + " counted. 0 is a quarter of the heap.")
                @Default("0")
                ByteSize maxStateSize) {
    public ServiceGraphConnectorConfig {
        require(
                latencyHistogramBuckets != null || exponentialHistogramMaxSize >= 0,
                "exponential_histogram_max_size",
                "`exponential_histogram_max_size` can not be negative");
        require(
                latencyHistogramBuckets == null || exponentialHistogramMaxSize <= 0,
                "exponential_histogram_max_size",
                "use either `latency_histogram_buckets` or `exponential_histogram_max_size`");
        dimensions = List.copyOf(dimensions);
        virtualNodePeerAttributes = List.copyOf(virtualNodePeerAttributes);
        databaseNameAttributes =
                databaseNameAttributes.isEmpty()
                        ? List.of("db.name")
                        : List.copyOf(databaseNameAttributes);
    }

    /** The attributes that name a database; the deprecated key wins where it is set. */
    List<String> databaseNames() {
        return databaseNameAttribute.isEmpty()
                ? databaseNameAttributes
                : List.of(databaseNameAttribute);
    }

    /** Spans that wait. */
    public record StoreConfig(
            @Doc("Most of them; further ones are dropped.") @Default("1000") int maxItems,
            @Doc("How long they wait.") @Default("2s") Duration ttl) {}
}
