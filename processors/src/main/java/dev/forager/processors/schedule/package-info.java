// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Work at an interval, for processors that hold telemetry. */
@NullMarked
package dev.forager.processors.schedule;

import org.jspecify.annotations.NullMarked;
