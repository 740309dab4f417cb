// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the transform processor. */
@NullMarked
package dev.forager.processors.transform;

import org.jspecify.annotations.NullMarked;
