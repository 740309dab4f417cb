// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A configuration as a tree whose nodes know where they were written, read from YAML with the
 * scalar rules of Go's yaml.v3.
 */
@NullMarked
package dev.forager.config.tree;

import org.jspecify.annotations.NullMarked;
