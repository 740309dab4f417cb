// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireAll;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.SendingConfig;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.transport.client.HttpClientConfig;
import dev.forager.transport.client.HttpTarget;
import dev.forager.transport.client.Otlp;

/** Where to send, how, and what stands in front of it. */
public record OtlpHttpExporterConfig(
        @Inline @Default("{compression: gzip}") HttpClientConfig client,
        @Doc("Full URL for traces, used as it stands.") @Default("''") String tracesEndpoint,
        @Doc("Full URL for metrics, used as it stands.") @Default("''") String metricsEndpoint,
        @Doc("Full URL for logs, used as it stands.") @Default("''") String logsEndpoint,
        @Doc("Full URL for profiles, used as it stands.") @Default("''") String profilesEndpoint,
        @Doc("Body of the requests: proto or json.") @Default("proto") Encoding encoding,
        @Inline @Default("{timeout: 30s}") SendingConfig sending) {
    public OtlpHttpExporterConfig {
        requireAll(
                () ->
                        require(
                                !(client.endpoint()
                                                + tracesEndpoint
                                                + metricsEndpoint
                                                + logsEndpoint
                                                + profilesEndpoint)
                                        .isEmpty(),
                                "at least one endpoint must be specified"),
                () -> check(client.endpoint(), "endpoint"),
                () -> check(tracesEndpoint, "traces_endpoint"),
                () -> check(metricsEndpoint, "metrics_endpoint"),
                () -> check(logsEndpoint, "logs_endpoint"),
                () -> check(profilesEndpoint, "profiles_endpoint"));
    }

    private static void check(String url, String key) {
        if (!url.isEmpty()) {
            HttpTarget.parse(url, key);
        }
    }

    /**
     * Where a signal goes.
     *
     * @throws dev.forager.pipeline.config.InvalidConfigException when nothing says it
     */
    HttpTarget target(Signal signal) {
        String own =
                switch (signal) {
                    case TRACES -> tracesEndpoint;
                    case METRICS -> metricsEndpoint;
                    case LOGS -> logsEndpoint;
                    case PROFILES -> profilesEndpoint;
                };
        if (!own.isEmpty()) {
            return HttpTarget.parse(own, signal.id() + "_endpoint");
        }
        require(
                !client.endpoint().isEmpty(),
                "either endpoint or %s_endpoint must be specified".formatted(signal.id()));
        return HttpTarget.parse(HttpTarget.join(client.endpoint(), Otlp.path(signal)), "endpoint");
    }
}
