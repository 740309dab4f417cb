// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of basic authentication. */
@NullMarked
package dev.forager.extensions.basicauth;

import org.jspecify.annotations.NullMarked;
