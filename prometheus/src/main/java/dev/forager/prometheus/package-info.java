// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What OTLP metrics are in the world of Prometheus: names, labels, series. Used by every component
 * that speaks to Prometheus.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">Prometheus
 *     and OpenMetrics compatibility</a>
 */
@NullMarked
package dev.forager.prometheus;

import org.jspecify.annotations.NullMarked;
