// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of what connectors share that remember something. */
@NullMarked
package dev.forager.connectors.state;

import org.jspecify.annotations.NullMarked;
