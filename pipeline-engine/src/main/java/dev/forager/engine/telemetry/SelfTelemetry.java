// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import dev.forager.config.TelemetryConfig;
import dev.forager.pipeline.ServiceView.BuildInfo;
import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.metrics.Meter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The collector's log, metrics and spans under one configuration. Thread-safe. Whoever starts it
 * closes it; a service that starts anew with other settings closes the old one first, since both
 * may want the same port.
 */
public interface SelfTelemetry extends AutoCloseable {
    /**
     * A meter whose instruments have whole names ({@code otelcol_receiver_accepted_spans}).
     *
     * @param scope who measures; seen as {@code otel_scope_name}
     */
    Meter meter(String scope);

    /**
     * A meter for a component: {@code otelcol_} is put before names that do not have it. Names that
     * begin with {@code forager_}, {@code http.} and {@code rpc.} stay as they are.
     *
     * @param scope who measures; seen as {@code otel_scope_name}
     */
    Meter componentMeter(String scope);

    /**
     * A logger that adds these fields, sorted by name, to each line.
     *
     * @param name not seen in lines
     * @param fields such as {@code otelcol.component.id}; values as in {@code addKeyValue}
     */
    Logger logger(String name, Map<String, ?> fields);

    /**
     * Makes spans; null without span processors in the configuration.
     *
     * @param component attributes of their scope, such as {@code otelcol.component.id}
     */
    @Nullable Tracing tracing(Map<String, String> component);

    /** The attributes of the resource, sorted by name. */
    Map<String, Object> resource();

    /** The ports on which metrics are served, in the order of the readers. */
    List<Integer> prometheusPorts();

    /** Sends what is left, waits at most five seconds for it, and stops everything. */
    @Override
    void close();

    /**
     * Starts with these settings.
     *
     * @param build gives {@code service.name} (the command) and {@code service.version}
     * @param resource defaults that the configuration may override; {@code service.instance.id} is
     *     random where it is not given
     * @throws IOException when an output or a reader cannot be opened; the text names it, as the Go
     *     collector does ({@code failed to create meter provider: …})
     */
    static SelfTelemetry start(
            TelemetryConfig config, BuildInfo build, Map<String, String> resource)
            throws IOException {
        return RunningTelemetry.start(config, build, resource);
    }
}
