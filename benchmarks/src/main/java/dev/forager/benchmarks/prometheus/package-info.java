// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Benchmarks of what speaks to Prometheus. */
@NullMarked
package dev.forager.benchmarks.prometheus;

import org.jspecify.annotations.NullMarked;
