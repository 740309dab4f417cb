// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The exporter that writes telemetry to files. */
@NullMarked
package dev.forager.exporters.file;

import org.jspecify.annotations.NullMarked;
