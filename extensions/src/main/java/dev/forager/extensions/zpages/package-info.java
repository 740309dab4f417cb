// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Pages for people who look at a running collector. */
@NullMarked
package dev.forager.extensions.zpages;

import org.jspecify.annotations.NullMarked;
