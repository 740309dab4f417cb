// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The end-to-end comparison: generator, server under test and sink on this machine, for Forager and
 * for any peer command in turn, with the CPU seconds per million items of the server process as the
 * measure.
 */
@NullMarked
package dev.forager.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
