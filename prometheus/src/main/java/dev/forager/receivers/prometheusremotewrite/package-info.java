// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The receiver of Prometheus remote write, <a
 * href="https://prometheus.io/docs/specs/prw/remote_write_spec/">1.0</a> and <a
 * href="https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/">2.0</a>.
 */
@NullMarked
package dev.forager.receivers.prometheusremotewrite;

import org.jspecify.annotations.NullMarked;
