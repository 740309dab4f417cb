// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the unroll processor. */
@NullMarked
package dev.forager.processors.unroll;

import org.jspecify.annotations.NullMarked;
