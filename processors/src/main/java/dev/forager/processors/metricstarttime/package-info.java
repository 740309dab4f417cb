// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that gives running totals a start time. */
@NullMarked
package dev.forager.processors.metricstarttime;

import org.jspecify.annotations.NullMarked;
