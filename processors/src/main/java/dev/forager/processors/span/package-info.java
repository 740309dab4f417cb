// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor {@code span}: names spans after their attributes and the other way round. */
@NullMarked
package dev.forager.processors.span;

import org.jspecify.annotations.NullMarked;
