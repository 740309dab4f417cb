// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that joins pipelines of one signal. */
@NullMarked
package dev.forager.connectors.forward;

import org.jspecify.annotations.NullMarked;
