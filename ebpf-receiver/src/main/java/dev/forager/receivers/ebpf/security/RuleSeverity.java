// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.security;

import dev.forager.pdata.SeverityNumber;
import org.jspecify.annotations.Nullable;

/** What a rule makes of an event. */
public enum RuleSeverity {
    /** Nothing: there is no record. */
    OFF(null),
    /** For those who look closely. */
    DEBUG(SeverityNumber.DEBUG),
    /** Worth a record. */
    INFO(SeverityNumber.INFO),
    /** Suspicious. */
    WARN(SeverityNumber.WARN),
    /** An attack, most likely. */
    ERROR(SeverityNumber.ERROR),
    /** An attack. */
    FATAL(SeverityNumber.FATAL);

    private final @Nullable SeverityNumber number;

    RuleSeverity(@Nullable SeverityNumber number) {
        this.number = number;
    }

    /** Of the record; null for none. */
    @Nullable SeverityNumber number() {
        return number;
    }
}
