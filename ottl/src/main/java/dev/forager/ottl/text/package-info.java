// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the converters of text stand on: verbs of Go's {@code fmt}, templates of its {@code regexp},
 * globs, rows of CSV, pairs of keys and values, URLs. All take time linear in the text.
 */
@NullMarked
package dev.forager.ottl.text;

import org.jspecify.annotations.NullMarked;
