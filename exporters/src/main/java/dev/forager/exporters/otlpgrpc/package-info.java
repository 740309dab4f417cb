// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The exporter that sends <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc">OTLP over
 * gRPC</a>.
 */
@NullMarked
package dev.forager.exporters.otlpgrpc;

import org.jspecify.annotations.NullMarked;
