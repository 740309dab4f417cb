// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Telemetry as OTLP protobuf bytes with lazy, editable views. A {@link dev.forager.pdata.Payload}
 * is immutable and shared freely; a {@link dev.forager.pdata.Telemetry} is a handle on one,
 * confined to one thread at a time.
 */
@NullMarked
package dev.forager.pdata;

import org.jspecify.annotations.NullMarked;
