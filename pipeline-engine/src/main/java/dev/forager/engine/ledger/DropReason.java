// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.ledger;

import java.util.Locale;

/** Why the sending stages gave up data that the engine had taken over. */
public enum DropReason {
    /** The destination will never accept it. */
    PERMANENT_ERROR,
    /** The destination did not accept it in the time that the configuration allows. */
    RETRIES_EXHAUSTED,
    /**
     * The destination did not take it with a request that was a success, or it has no form there.
     */
    LEFT_OUT,
    /** The process ended before it could be sent. */
    SHUTDOWN;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code reason}. */
    public String id() {
        return id;
    }
}
