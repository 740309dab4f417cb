// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.ebpf.sys;

/**
 * The kernel or libbpf refused something. The text says what and why, with the last lines of
 * libbpf's log where there are some.
 */
public final class BpfException extends Exception {
    private static final long serialVersionUID = 1;

    private final int errno;

    /**
     * A refusal.
     *
     * @param errno the error number; 0 where there is none
     */
    public BpfException(String message, int errno) {
        super(message);
        this.errno = errno;
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

    static BpfException of(String what, int errno, String log) {
        return new BpfException(
                "%s: %s%s".formatted(what, Errno.describe(errno), log.isEmpty() ? "" : "; " + log),
                errno);
    }
}
