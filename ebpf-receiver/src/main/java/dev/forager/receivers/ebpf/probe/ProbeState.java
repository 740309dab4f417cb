// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import java.util.Locale;

/**
 * What became of a probe. Immutable.
 *
 * @param probe which
 * @param status whether it works
 * @param reason why not, or why not as it should; empty where it does
 * @param cure what to do; empty where nothing is to do or nothing is known
 */
public record ProbeState(Probe probe, Status status, String reason, String cure) {
    /** How a probe is. */
    public enum Status {
        /** Works. */
        ACTIVE,
        /** Works, in a dearer or poorer way. */
        DEGRADED,
        /** Does not work here. */
        OFF;

        /** The value of the attribute {@code ebpf.probe.state}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One line for a log: probe, state, reason, cure. */
    public String line() {
        String text = probe.id() + ": " + status.text();
        if (!reason.isEmpty()) {
            text += ": " + reason;
        }
        return cure.isEmpty() ? text : text + " (" + cure + ")";
    }
}
