// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor {@code redaction}: removes and masks what must not leave the house. */
@NullMarked
package dev.forager.processors.redaction;

import org.jspecify.annotations.NullMarked;
