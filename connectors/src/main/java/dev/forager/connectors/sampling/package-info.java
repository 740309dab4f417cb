// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Shared by the connectors that count spans of which a sampler kept one for several. */
@NullMarked
package dev.forager.connectors.sampling;

import org.jspecify.annotations.NullMarked;
