// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Shared by the components that keep something for each time series: names of series, and a bounded
 * store of what is known of them.
 */
@NullMarked
package dev.forager.pipeline.series;

import org.jspecify.annotations.NullMarked;
