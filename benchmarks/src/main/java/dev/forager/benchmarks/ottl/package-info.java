// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** OTTL by itself: compiling, and evaluating on a request. */
@NullMarked
package dev.forager.benchmarks.ottl;

import org.jspecify.annotations.NullMarked;
