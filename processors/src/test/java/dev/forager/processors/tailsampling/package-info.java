// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the tail_sampling processor. */
@NullMarked
package dev.forager.processors.tailsampling;

import org.jspecify.annotations.NullMarked;
