// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that sends metrics at intervals. */
@NullMarked
package dev.forager.processors.interval;

import org.jspecify.annotations.NullMarked;
