// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

/**
 * What the series of one metric have in common.
 *
 * @param name without the suffixes of histograms and summaries
 * @param help the description
 * @param unit as words, such as {@code bytes_per_second}; empty for none
 */
public record MetricFamily(String name, MetricType type, String help, String unit) {}
