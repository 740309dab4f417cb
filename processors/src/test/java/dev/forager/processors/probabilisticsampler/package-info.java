// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the processor. */
@NullMarked
package dev.forager.processors.probabilisticsampler;

import org.jspecify.annotations.NullMarked;
