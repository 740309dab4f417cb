// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The exporter that throws everything away: for tests and measurements. */
@NullMarked
package dev.forager.exporters.nop;

import org.jspecify.annotations.NullMarked;
