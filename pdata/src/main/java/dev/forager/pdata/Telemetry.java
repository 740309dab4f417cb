// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.List;

/**
 * A handle on a {@link Payload}: the decoded, editable side. Confined to one thread at a time;
 * handing it to a consumer hands it away.
 */
public sealed interface Telemetry permits Traces, Metrics, Logs, Profiles {
    /** The kind of telemetry. */
    Signal signal();

    /**
     * The present content as a payload: the very one the handle was opened on if nothing was
     * edited, else encoded once. The handle stays usable and is clean again.
     */
    Payload seal();

    /** Number of items, right also after edits. */
    int itemCount();

    /** Everything, by resource. The list and all below it are live: edits show in {@link #seal}. */
    List<? extends ResourceGroup> resources();
}
