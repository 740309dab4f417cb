// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The exporter that sends <a
 * href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Prometheus remote write</a>.
 */
@NullMarked
package dev.forager.exporters.prometheusremotewrite;

import org.jspecify.annotations.NullMarked;
