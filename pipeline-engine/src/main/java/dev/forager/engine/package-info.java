// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The graph of components, its life, and the accounting at every edge. */
@NullMarked
package dev.forager.engine;

import org.jspecify.annotations.NullMarked;
