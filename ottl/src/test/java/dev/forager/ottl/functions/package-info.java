// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the functions. */
@NullMarked
package dev.forager.ottl.functions;

import org.jspecify.annotations.NullMarked;
