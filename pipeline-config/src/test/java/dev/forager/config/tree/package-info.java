// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the configuration tree. */
@NullMarked
package dev.forager.config.tree;

import org.jspecify.annotations.NullMarked;
