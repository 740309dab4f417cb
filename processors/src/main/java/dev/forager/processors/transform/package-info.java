// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor {@code transform}. */
@NullMarked
package dev.forager.processors.transform;

import org.jspecify.annotations.NullMarked;
