// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that goes to the next pipelines where the first fail. */
@NullMarked
package dev.forager.connectors.failover;

import org.jspecify.annotations.NullMarked;
