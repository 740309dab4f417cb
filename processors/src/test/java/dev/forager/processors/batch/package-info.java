// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the batch processor. */
@NullMarked
package dev.forager.processors.batch;

import org.jspecify.annotations.NullMarked;
