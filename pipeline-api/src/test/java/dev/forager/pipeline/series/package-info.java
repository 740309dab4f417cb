// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the package. */
@NullMarked
package dev.forager.pipeline.series;

import org.jspecify.annotations.NullMarked;
