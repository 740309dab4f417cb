// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that makes metrics and log records of recorded exceptions. */
@NullMarked
package dev.forager.connectors.exceptions;

import org.jspecify.annotations.NullMarked;
