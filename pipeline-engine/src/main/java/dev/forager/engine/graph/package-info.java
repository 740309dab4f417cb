// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The graph of components: which instances there are, in which order they start and stop, and how
 * telemetry goes from one to the next.
 */
@NullMarked
package dev.forager.engine.graph;

import org.jspecify.annotations.NullMarked;
