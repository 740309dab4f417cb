// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The collector's telemetry about itself: log, metrics, spans. */
@NullMarked
package dev.forager.engine.telemetry;

import org.jspecify.annotations.NullMarked;
