// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The packaged program as its users meet it: real processes, real clients. Run by failsafe, behind
 * packaging.
 */
@NullMarked
package dev.forager.distribution.e2e;

import org.jspecify.annotations.NullMarked;
