// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Shared by the processors that merge data points within a metric. */
@NullMarked
package dev.forager.processors.aggregation;

import org.jspecify.annotations.NullMarked;
