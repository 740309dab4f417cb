// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Key;
import dev.forager.pipeline.config.Min;
import dev.forager.pipeline.config.Secret;
import dev.forager.pipeline.config.SecretMap;
import dev.forager.pipeline.config.Validation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends the collector's own telemetry over OTLP. Immutable. */
public record TelemetryOtlp(
        @Doc("grpc or http/protobuf.") @Nullable String protocol,
        @Doc("Where to: a URL; for http/protobuf with the whole path.") @Nullable String endpoint,
        @Doc("Without a scheme in the endpoint: whether to send without TLS.") @Default("false")
                boolean insecure,
        @Doc("File of the authorities that are trusted.") @Nullable String certificate,
        @Doc("File of the own certificate.") @Nullable String clientCertificate,
        @Doc("File of the own key.") @Nullable String clientKey,
        @Doc("gzip or none.") @Nullable String compression,
        @Doc("Headers of each request, as a list of name and value or as a map.") @Default("[]")
                SecretMap headers,
        @Doc("Headers as name=value, separated by commas; headers win.")
                @Nullable Secret headersList,
        @Doc("Milliseconds after which a request is given up.")
                @Key("timeout")
                @Default("10000")
                @Min(0)
                int timeoutMillis,
        @Doc("Metrics only: cumulative, delta or lowmemory.")
                @Nullable String temporalityPreference,
        @Doc("Metrics only: explicit_bucket_histogram or" + " base2_exponential_bucket_histogram.")
                @Nullable String defaultHistogramAggregation) {

    /** Checks the closed sets. */
    public TelemetryOtlp {
        Validation.require(
                protocol == null || protocol.equals("grpc") || protocol.equals("http/protobuf"),
                "protocol",
                "unsupported protocol \"%s\" (expected: grpc or http/protobuf)"
                        .formatted(protocol));
        Validation.require(
                protocol != null, "protocol", "no protocol (expected: grpc or http/protobuf)");
        Validation.require(
                compression == null || compression.equals("gzip") || compression.equals("none"),
                "compression",
                "unsupported compression \"%s\" (expected: gzip or none)".formatted(compression));
        Validation.require(
                temporalityPreference == null
                        || List.of("cumulative", "delta", "lowmemory")
                                .contains(temporalityPreference),
                "temporality_preference",
                ("unsupported temporality preference \"%s\" (expected: cumulative, delta or"
                                + " lowmemory)")
                        .formatted(temporalityPreference));
    }

    /** The endpoint with a scheme, which an old form of configuration left out. */
    public @Nullable String endpointUrl() {
        if (endpoint == null || endpoint.startsWith("http://") || endpoint.startsWith("https://")) {
            return endpoint;
        }
        return (insecure ? "http://" : "https://") + endpoint;
    }
}
