// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that adds differences up to running totals. */
@NullMarked
package dev.forager.processors.deltatocumulative;

import org.jspecify.annotations.NullMarked;
