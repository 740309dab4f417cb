// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that hands requests to its pipelines in turn. */
@NullMarked
package dev.forager.connectors.roundrobin;

import org.jspecify.annotations.NullMarked;
