// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the nop receiver. */
@NullMarked
package dev.forager.receivers.nop;

import org.jspecify.annotations.NullMarked;
