// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

/** What a policy says of a trace, and what becomes of it. */
enum Decision {
    /** It goes on, unless a drop policy objects. */
    SAMPLED,
    /** No reason to keep it. */
    NOT_SAMPLED,
    /** It does not go on, whatever others say. */
    DROPPED
}
