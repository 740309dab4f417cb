// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that turns differences into rates per second. */
@NullMarked
package dev.forager.processors.deltatorate;

import org.jspecify.annotations.NullMarked;
