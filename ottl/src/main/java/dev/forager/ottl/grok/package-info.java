// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Grok: regular expressions that are built of named ones. Written here, on RE2: the libraries of
 * Java match by backtracking, where one hostile line can keep a thread for minutes.
 */
@NullMarked
package dev.forager.ottl.grok;

import org.jspecify.annotations.NullMarked;
