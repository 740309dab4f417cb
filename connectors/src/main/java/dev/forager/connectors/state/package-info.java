// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Shared by the connectors that keep something between requests: a bound for its memory, metrics
 * that tell how much it is, and the timer that sends it.
 */
@NullMarked
package dev.forager.connectors.state;

import org.jspecify.annotations.NullMarked;
