// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Benchmarks. */
@NullMarked
package dev.forager.benchmarks;

import org.jspecify.annotations.NullMarked;
