// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** What spans cost that wait for the decision about their trace. */
@NullMarked
package dev.forager.benchmarks.tailsampling;

import org.jspecify.annotations.NullMarked;
