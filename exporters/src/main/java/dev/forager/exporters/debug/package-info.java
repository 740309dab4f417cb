// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The exporter that prints telemetry, in the format of the Go collector's. What stands here as
 * format, odd spellings included, was taken from that collector's output.
 */
@NullMarked
package dev.forager.exporters.debug;

import org.jspecify.annotations.NullMarked;
