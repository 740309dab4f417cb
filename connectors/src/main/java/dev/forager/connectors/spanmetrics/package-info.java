// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that turns spans into metrics of calls, durations and span events. */
@NullMarked
package dev.forager.connectors.spanmetrics;

import org.jspecify.annotations.NullMarked;
