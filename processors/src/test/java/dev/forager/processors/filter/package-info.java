// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the filter processor. */
@NullMarked
package dev.forager.processors.filter;

import org.jspecify.annotations.NullMarked;
