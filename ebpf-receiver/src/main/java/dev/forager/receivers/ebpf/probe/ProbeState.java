// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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

    /** How many probes are in which state, as one line. */
    public static String summary(List<ProbeState> states) {
        return Arrays.stream(Status.values())
                .map(
                        status ->
                                "%d %s"
                                        .formatted(
                                                states.stream()
                                                        .filter(each -> each.status == status)
                                                        .count(),
                                                status.text()))
                .collect(Collectors.joining(", "));
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
