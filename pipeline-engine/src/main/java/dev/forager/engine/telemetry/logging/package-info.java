// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The collector's own log, as zap writes it: an slf4j provider whose lines have the form of the Go
 * collector's. An own provider and not logback: programs that read logs read this form, and its
 * start costs nothing that the first request would wait for.
 */
@NullMarked
package dev.forager.engine.telemetry.logging;

import org.jspecify.annotations.NullMarked;
