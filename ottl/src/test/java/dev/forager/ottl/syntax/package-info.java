// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the lexer and parser. */
@NullMarked
package dev.forager.ottl.syntax;

import org.jspecify.annotations.NullMarked;
