// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The catalog of extensions. */
@NullMarked
package dev.forager.extensions;

import org.jspecify.annotations.NullMarked;
