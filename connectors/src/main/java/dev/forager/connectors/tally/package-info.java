// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Shared by the connectors that count or add up the items of a request and send the numbers at
 * once.
 */
@NullMarked
package dev.forager.connectors.tally;

import org.jspecify.annotations.NullMarked;
