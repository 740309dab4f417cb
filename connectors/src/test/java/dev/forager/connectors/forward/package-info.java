// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the forward connector. */
@NullMarked
package dev.forager.connectors.forward;

import org.jspecify.annotations.NullMarked;
