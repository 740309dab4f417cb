// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The program: command line, catalog, packaging. */
@NullMarked
package dev.forager.distribution;

import org.jspecify.annotations.NullMarked;
