// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Which items a processor works on: the {@code include} and {@code exclude} sections that several
 * processors share, as the collector's {@code filterconfig}.
 */
@NullMarked
package dev.forager.processors.match;

import org.jspecify.annotations.NullMarked;
