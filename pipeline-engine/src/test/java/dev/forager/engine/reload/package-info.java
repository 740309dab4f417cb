// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Reloads of services whose components note their life. */
@NullMarked
package dev.forager.engine.reload;

import org.jspecify.annotations.NullMarked;
