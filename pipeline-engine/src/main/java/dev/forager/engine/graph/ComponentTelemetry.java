// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.metrics.Meter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Where the loggers and meters of components come from. Thread-safe. */
public interface ComponentTelemetry {
    /**
     * A logger.
     *
     * @param name the class that stands for the component, for the place in the source
     * @param fields written with every line, in order
     */
    Logger logger(String name, Map<String, ?> fields);

    /** A meter for the component's own metrics; {@code scope} is its package. */
    Meter meter(String scope);

    /**
     * Makes the collector's own spans; null where nobody wants them.
     *
     * @param component attributes of their instrumentation scope
     */
    @Nullable Tracing tracing(Map<String, String> component);
}
