// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The catalog of processors. */
@NullMarked
package dev.forager.processors;

import org.jspecify.annotations.NullMarked;
