// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of bearer token authentication. */
@NullMarked
package dev.forager.extensions.bearertokenauth;

import org.jspecify.annotations.NullMarked;
