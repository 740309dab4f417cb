// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that turns running totals into differences. */
@NullMarked
package dev.forager.processors.cumulativetodelta;

import org.jspecify.annotations.NullMarked;
