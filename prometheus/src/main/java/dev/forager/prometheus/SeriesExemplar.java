// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

/**
 * An example of what a series counted.
 *
 * @param labels mostly {@code trace_id} and {@code span_id}
 * @param timestamp milliseconds since the Unix epoch
 */
public record SeriesExemplar(Labels labels, double value, long timestamp) {}
