// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The connector that reads telemetry out of the bodies of log records. */
@NullMarked
package dev.forager.connectors.otlpjson;

import org.jspecify.annotations.NullMarked;
