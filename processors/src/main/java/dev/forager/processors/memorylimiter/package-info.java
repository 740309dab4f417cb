// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor that refuses telemetry while memory is short. */
@NullMarked
package dev.forager.processors.memorylimiter;

import org.jspecify.annotations.NullMarked;
