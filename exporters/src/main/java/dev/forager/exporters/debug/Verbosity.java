// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

package dev.forager.exporters.debug;

/** How much of the telemetry is printed. */
public enum Verbosity {
    /** One line with counts for each request. */
    BASIC,
    /** One line for each item. */
    NORMAL,
    /** Every field. */
    DETAILED
}
