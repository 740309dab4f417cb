// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor {@code filter}. */
@NullMarked
package dev.forager.processors.filter;

import org.jspecify.annotations.NullMarked;
