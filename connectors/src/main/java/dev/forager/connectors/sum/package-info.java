// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that adds up an attribute of items. */
@NullMarked
package dev.forager.connectors.sum;

import org.jspecify.annotations.NullMarked;
