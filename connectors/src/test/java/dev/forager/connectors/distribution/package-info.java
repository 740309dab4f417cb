// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of distributions. */
@NullMarked
package dev.forager.connectors.distribution;

import org.jspecify.annotations.NullMarked;
