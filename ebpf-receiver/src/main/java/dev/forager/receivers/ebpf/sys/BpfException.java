// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

import java.util.ArrayList;
import java.util.List;

/**
 * The kernel or libbpf refused something. The text says what and why, with the last lines of
 * libbpf's log where there are some.
 */
public final class BpfException extends Exception {
    private static final long serialVersionUID = 1;

    /** In what libbpf says, the verifier's own words end so. */
    private static final String VERIFIER = "PROG LOAD LOG --";

    private final int errno;

    /** What libbpf said last, the oldest first. */
    private final ArrayList<String> log;

    /**
     * A refusal.
     *
     * @param errno the error number; 0 where there is none
     */
    public BpfException(String message, int errno) {
        this(message, errno, List.of());
    }

    /**
     * A refusal that libbpf had more to say about.
     *
     * @param log its last lines
     */
    public BpfException(String message, int errno, List<String> log) {
        super(message);
        this.errno = errno;
        this.log = new ArrayList<>(log);
    }

    /** What libbpf said last, the oldest first. */
    public List<String> log() {
        return List.copyOf(log);
    }

    /** Whether the kernel has looked at a program and does not take it. */
    public boolean isByVerifier() {
        return log.stream().anyMatch(line -> line.endsWith(VERIFIER));
    }

    /** The error number; 0 where there is none. */
    public int errno() {
        return errno;
    }

    /** The text; never null. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    static BpfException of(String what, int errno) {
        return new BpfException("%s: %s".formatted(what, Errno.describe(errno)), errno);
    }

    static BpfException of(String what, int errno, LibBpfLog log) {
        String summary = log.summary();
        return new BpfException(
                "%s: %s%s"
                        .formatted(
                                what,
                                Errno.describe(errno),
                                summary.isEmpty() ? "" : "; " + summary),
                errno,
                log.lines());
    }
}
