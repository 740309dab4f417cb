// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The processor {@code probabilistic_sampler}: keeps a share of spans or log records, consistently
 * for the whole trace.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/">the
 *     specification of thresholds and randomness</a>
 */
@NullMarked
package dev.forager.processors.probabilisticsampler;

import org.jspecify.annotations.NullMarked;
