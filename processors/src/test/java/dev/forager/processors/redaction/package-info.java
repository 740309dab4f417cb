// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the redaction processor. */
@NullMarked
package dev.forager.processors.redaction;

import org.jspecify.annotations.NullMarked;
