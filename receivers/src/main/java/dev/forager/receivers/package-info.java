// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The catalog of receivers. */
@NullMarked
package dev.forager.receivers;

import org.jspecify.annotations.NullMarked;
