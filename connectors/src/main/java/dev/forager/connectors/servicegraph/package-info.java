// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that pairs spans of callers and called into the edges of a graph of services. */
@NullMarked
package dev.forager.connectors.servicegraph;

import org.jspecify.annotations.NullMarked;
