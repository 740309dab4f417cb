// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.TextMapPropagator;

/**
 * How the collector traces itself, as {@code service::telemetry::traces} says; where it says
 * nothing there is none. Thread-safe.
 *
 * @param tracers make spans, by the name of the instrumentation
 * @param propagator reads the span of a peer from its request, and writes ours into one
 */
public record Tracing(TracerProvider tracers, TextMapPropagator propagator) {}
