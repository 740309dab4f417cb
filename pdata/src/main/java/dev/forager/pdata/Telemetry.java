// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/** A handle on a payload: the decoded, editable side. Confined to one thread at a time. */
public sealed interface Telemetry permits Traces {
    /** The payload of this handle's present content. */
    Payload seal();

    /** Number of items, right also after edits. */
    int itemCount();
}
