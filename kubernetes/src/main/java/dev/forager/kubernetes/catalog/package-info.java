// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The components of this module. */
@NullMarked
package dev.forager.kubernetes.catalog;

import org.jspecify.annotations.NullMarked;
