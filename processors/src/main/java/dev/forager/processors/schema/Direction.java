// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.schema;

/** Which way a revision is gone. */
enum Direction {
    /** From older names to newer ones. */
    UPDATE,
    /** From newer names to older ones, the last change first. */
    REVERT
}
