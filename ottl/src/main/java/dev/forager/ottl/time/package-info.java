// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Times and durations as text, by the rules of Go's {@code time} and the layouts of OTTL. */
@NullMarked
package dev.forager.ottl.time;

import org.jspecify.annotations.NullMarked;
