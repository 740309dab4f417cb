// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The exporter that lets Prometheus scrape what came: text, OpenMetrics and protobuf.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 *     formats</a>
 */
@NullMarked
package dev.forager.exporters.prometheus;

import org.jspecify.annotations.NullMarked;
