// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.batch;

/** Why a batch is sent. */
enum Trigger {
    /** Enough items. */
    SIZE,
    /** Enough time, or the end of the process. */
    TIMEOUT
}
