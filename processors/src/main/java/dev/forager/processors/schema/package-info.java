// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** The processor {@code schema}: telemetry in the names of another version of its conventions. */
@NullMarked
package dev.forager.processors.schema;

import org.jspecify.annotations.NullMarked;
