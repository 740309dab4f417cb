// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the compiler and of what it makes. */
@NullMarked
package dev.forager.ottl;

import org.jspecify.annotations.NullMarked;
