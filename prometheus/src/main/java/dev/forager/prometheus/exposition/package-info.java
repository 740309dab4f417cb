// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The forms in which targets expose their metrics, read from bytes: Prometheus' text format,
 * OpenMetrics and the protobuf form.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 *     formats</a>
 */
@NullMarked
package dev.forager.prometheus.exposition;

import org.jspecify.annotations.NullMarked;
