// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the memory limiter. */
@NullMarked
package dev.forager.processors.memorylimiter;

import org.jspecify.annotations.NullMarked;
