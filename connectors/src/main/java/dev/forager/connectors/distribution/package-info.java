// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Shared by the connectors that measure: distributions that grow by one value at a time. */
@NullMarked
package dev.forager.connectors.distribution;

import org.jspecify.annotations.NullMarked;
