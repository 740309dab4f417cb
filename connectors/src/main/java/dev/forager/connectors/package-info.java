// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The catalog of connectors. */
@NullMarked
package dev.forager.connectors;

import org.jspecify.annotations.NullMarked;
