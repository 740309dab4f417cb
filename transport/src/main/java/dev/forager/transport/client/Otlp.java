// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

import dev.forager.pdata.Signal;
import java.util.Map;

/** Names of the OTLP protocol that exporters need. */
public final class Otlp {
    private Otlp() {}

    /**
     * The export method of a signal (<a
     * href="https://github.com/open-telemetry/opentelemetry-proto">services</a>).
     */
    public static String method(Signal signal) {
        return "/opentelemetry.proto.collector."
                + switch (signal) {
                    case TRACES -> "trace.v1.TraceService";
                    case METRICS -> "metrics.v1.MetricsService";
                    case LOGS -> "logs.v1.LogsService";
                    case PROFILES -> "profiles.v1development.ProfilesService";
                }
                + "/Export";
    }

    /** The path under the base URL of a server, without the first slash. */
    public static String path(Signal signal) {
        return (signal == Signal.PROFILES ? "v1development/" : "v1/") + signal.id();
    }

    /** Headers that go with a signal: profiles tell which draft they follow, as upstream. */
    public static Map<String, String> headers(Signal signal) {
        return signal == Signal.PROFILES
                ? Map.of("otlp-profiles-development-version", "1")
                : Map.of();
    }
}
