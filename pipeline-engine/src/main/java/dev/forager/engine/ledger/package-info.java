// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What passed each edge of the graph, counted by the engine alone: the closed equation of every
 * pipeline and branch, and the metrics read from the same counters.
 */
@NullMarked
package dev.forager.engine.ledger;

import org.jspecify.annotations.NullMarked;
