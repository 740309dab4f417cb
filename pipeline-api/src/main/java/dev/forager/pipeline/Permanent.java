// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import org.jspecify.annotations.Nullable;

/** The same data will never be accepted: trying again is of no use. */
public final class Permanent extends ConsumeException {
    private static final long serialVersionUID = 1;

    /** A failure that was found in this process. */
    public Permanent(String message) {
        this(message, null, null);
    }

    /** Creates a failure. */
    public Permanent(String message, @Nullable RpcStatus downstream, @Nullable Throwable cause) {
        super(message, downstream, cause);
    }
}
