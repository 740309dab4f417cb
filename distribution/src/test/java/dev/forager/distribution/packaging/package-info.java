// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Builds the distribution folder; run by Maven's package phase, not shipped. */
@NullMarked
package dev.forager.distribution.packaging;

import org.jspecify.annotations.NullMarked;
