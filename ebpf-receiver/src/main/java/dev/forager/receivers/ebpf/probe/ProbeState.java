// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.probe;

import dev.forager.receivers.ebpf.sys.BpfException;
import dev.forager.receivers.ebpf.sys.Errno;
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
 * @param errorType the reason as a word of few: that of what the host lacks, or the name of the
 *     kernel's error; empty where there is no reason
 * @param log what libbpf said of it last, with the verifier's words; mostly empty
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/">error.type
 *     in the conventions</a>
 */
public record ProbeState(
        Probe probe,
        Status status,
        String reason,
        String cure,
        String errorType,
        List<String> log) {
    /** What the conventions call an error without a name. */
    private static final String OTHER = "_OTHER";

    private static final String NOT_VERIFIED =
            "another kernel, whose verifier takes it; a program of your own wants mending: its log,"
                    + " at level debug, says where";

    /** Copies the lines. */
    public ProbeState {
        log = List.copyOf(log);
    }

    /** A probe that nobody has tried. */
    public static ProbeState untried(Probe probe) {
        return new ProbeState(probe, Status.OFF, "", "", "", List.of());
    }

    /** A probe that works as it should. */
    static ProbeState active(Probe probe) {
        return new ProbeState(probe, Status.ACTIVE, "", "", "", List.of());
    }

    /** A probe that the host lacks something for. */
    static ProbeState lacking(Probe probe, Condition condition, Need need) {
        return new ProbeState(
                probe,
                Status.OFF,
                condition.message(),
                condition.cure(),
                need.errorType(),
                List.of());
    }

    /**
     * A probe of which the kernel has refused something.
     *
     * @param cure what to do unless it is the verifier that refuses
     */
    public static ProbeState refused(
            Probe probe, Status status, BpfException refusal, String cure) {
        int errno = Math.abs(refusal.errno());
        return new ProbeState(
                probe,
                status,
                refusal.getMessage(),
                refusal.isByVerifier() ? NOT_VERIFIED : cure,
                errno == 0 ? OTHER : Errno.name(errno),
                refusal.log());
    }

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
