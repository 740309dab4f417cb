// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The collector's own metrics: the OpenTelemetry SDK measures, and an own writer shows them to
 * Prometheus in the order and spelling of the Go collector.
 */
@NullMarked
package dev.forager.engine.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
