// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that gathers the spans of each trace. */
@NullMarked
package dev.forager.processors.groupbytrace;

import org.jspecify.annotations.NullMarked;
