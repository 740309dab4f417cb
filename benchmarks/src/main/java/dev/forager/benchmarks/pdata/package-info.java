// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** What telemetry costs in memory and time, without a network. */
@NullMarked
package dev.forager.benchmarks.pdata;

import org.jspecify.annotations.NullMarked;
