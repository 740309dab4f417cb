// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Paths to accessors: one table of names for each context, and what the fields of records have in
 * common.
 */
@NullMarked
package dev.forager.ottl.paths;

import org.jspecify.annotations.NullMarked;
