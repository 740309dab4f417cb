// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that counts items. */
@NullMarked
package dev.forager.connectors.count;

import org.jspecify.annotations.NullMarked;
