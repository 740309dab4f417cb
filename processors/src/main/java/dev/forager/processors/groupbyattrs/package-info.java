// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that moves attributes of items to their resource. */
@NullMarked
package dev.forager.processors.groupbyattrs;

import org.jspecify.annotations.NullMarked;
