// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry;

import dev.forager.pipeline.Tracing;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The collector's own spans, with the component that made them in their instrumentation scope, as a
 * Go collector writes them. All components share the processors, which this closes. Thread-safe.
 */
final class ComponentSpans implements AutoCloseable {
    private final Resource resource;
    private final List<SpanProcessor> processors;
    private final TextMapPropagator propagator;
    private final Sampler sampler;
    private final SpanLimits limits;

    ComponentSpans(
            Resource resource,
            List<SpanProcessor> processors,
            TextMapPropagator propagator,
            Sampler sampler,
            SpanLimits limits) {
        this.resource = resource;
        this.processors = List.copyOf(processors);
        this.propagator = propagator;
        this.sampler = sampler;
        this.limits = limits;
    }

    /**
     * Makes the spans of one component.
     *
     * @param component such as {@code otelcol.component.id}
     */
    Tracing of(Map<String, String> component) {
        AttributesBuilder scope = Attributes.builder();
        component.forEach(scope::put);
        var builder =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .setSampler(sampler)
                        .setSpanLimits(limits);
        for (SpanProcessor processor : processors) {
            builder.addSpanProcessor(new ScopeProcessor(processor, scope.build()));
        }
        return new Tracing(builder.build(), propagator);
    }

    /** Sends what is left and waits for it as long as {@link Push} says. */
    @Override
    public void close() {
        CompletableResultCode.ofAll(processors.stream().map(SpanProcessor::shutdown).toList())
                .join(Push.FLUSH.toMillis(), TimeUnit.MILLISECONDS);
    }
}
