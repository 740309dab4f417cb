// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor {@code unroll}: a log record for each element of a body that is a list. */
@NullMarked
package dev.forager.processors.unroll;

import org.jspecify.annotations.NullMarked;
