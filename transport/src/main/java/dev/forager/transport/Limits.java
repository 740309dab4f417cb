// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport;

import java.time.Duration;

/** What configured limits mean. Stateless. */
public final class Limits {
    private Limits() {}

    /** The limit, or zero, which is none: Go's net/http takes what is negative for no limit. */
    public static Duration orNone(Duration limit) {
        return limit.isNegative() ? Duration.ZERO : limit;
    }
}
