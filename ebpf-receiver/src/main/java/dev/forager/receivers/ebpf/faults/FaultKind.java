// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.faults;

import dev.forager.pdata.SeverityNumber;
import java.util.Locale;

/** What can go wrong. */
enum FaultKind {
    CRASH(SeverityNumber.ERROR),
    OOM_KILL(SeverityNumber.ERROR),
    BLOCKED(SeverityNumber.WARN),
    SLOW_IO(SeverityNumber.WARN),
    IO_ERROR(SeverityNumber.ERROR),
    CONNECT_FAILED(SeverityNumber.WARN),
    CONNECTION_RESET(SeverityNumber.WARN),
    ERRNO_BURST(SeverityNumber.WARN);

    private final SeverityNumber severity;

    FaultKind(SeverityNumber severity) {
        this.severity = severity;
    }

    SeverityNumber severity() {
        return severity;
    }

    /** The last part of the name of its records. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
