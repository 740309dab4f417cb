// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Consistent probability sampling as OpenTelemetry describes it: thresholds, and where a trace
 * state says them. For processors that sample.
 */
@NullMarked
package dev.forager.processors.sampling;

import org.jspecify.annotations.NullMarked;
