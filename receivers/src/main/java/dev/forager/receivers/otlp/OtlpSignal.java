// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import dev.forager.pdata.Signal;

/**
 * What OTLP calls the service of a signal.
 *
 * @param grpcService full name of the gRPC service; its method is {@code Export}
 */
record OtlpSignal(Signal signal, String grpcService) {
    /** The path for profiles is fixed while the signal is in development. */
    static final String PROFILES_PATH = "/v1development/profiles";

    /** Name and version of the proto package of {@code signal}. */
    static OtlpSignal of(Signal signal) {
        String service =
                switch (signal) {
                    case TRACES -> "trace.v1.TraceService";
                    case METRICS -> "metrics.v1.MetricsService";
                    case LOGS -> "logs.v1.LogsService";
                    case PROFILES -> "profiles.v1development.ProfilesService";
                };
        return new OtlpSignal(signal, "opentelemetry.proto.collector." + service);
    }

    /** The path of its OTLP/HTTP route. */
    String path(OtlpReceiverConfig.HttpProtocol http) {
        return switch (signal) {
            case TRACES -> http.tracesUrlPath();
            case METRICS -> http.metricsUrlPath();
            case LOGS -> http.logsUrlPath();
            case PROFILES -> PROFILES_PATH;
        };
    }
}
