// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.otlp;

import com.linecorp.armeria.common.RequestHeaders;
import dev.forager.pdata.Signal;
import dev.forager.transport.StatusMapping;
import dev.forager.transport.server.HeadCheck;
import dev.forager.transport.server.RefusedException;
import java.util.List;

/**
 * What OTLP calls the service of a signal.
 *
 * @param grpcService full name of the gRPC service; its method is {@code Export}
 */
record OtlpSignal(Signal signal, String grpcService) {
    /** The path for profiles is fixed while the signal is in development. */
    static final String PROFILES_PATH = "/v1development/profiles";

    private static final String PROFILES_DRAFT = "otlp-profiles-development-version";

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

    /**
     * What its OTLP/HTTP route asks of the headers: profiles say which draft they follow, as
     * upstream, and without a word the first.
     */
    HeadCheck head() {
        return signal == Signal.PROFILES ? OtlpSignal::checkDraft : HeadCheck.NONE;
    }

    private static void checkDraft(RequestHeaders headers) throws RefusedException {
        List<String> drafts = headers.getAll(PROFILES_DRAFT);
        if (drafts.size() > 1) {
            throw new RefusedException(
                    StatusMapping.INVALID_ARGUMENT,
                    PROFILES_DRAFT + " must contain exactly one value");
        }
        if (!drafts.isEmpty() && !drafts.getFirst().equals("1")) {
            throw new RefusedException(
                    StatusMapping.INVALID_ARGUMENT,
                    "invalid or unsupported " + PROFILES_DRAFT + ": supported version is 1");
        }
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
