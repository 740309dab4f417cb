// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

/**
 * Bytes that are no OTLP request: the sender's error, to be answered with INVALID_ARGUMENT or 400
 * and never retried. The message says what is wrong and where, begins with the Go collector's
 * phrase for it, and is fit to be sent back. Carries no stack trace, since a hostile sender can
 * cause any number of them.
 */
public final class MalformedTelemetryException extends Exception {
    private static final long serialVersionUID = 1;

    private final String fault;
    private final int position;
    private final boolean isDecoded;

    /** A fault without a place. */
    MalformedTelemetryException(String fault) {
        this(fault, false);
    }

    private MalformedTelemetryException(String fault, boolean isDecoded) {
        super(fault, null, false, false);
        this.fault = fault;
        this.position = -1;
        this.isDecoded = isDecoded;
    }

    /** A fault of a request that could be decoded. */
    static MalformedTelemetryException decoded(String fault) {
        return new MalformedTelemetryException(fault, true);
    }

    /** A fault at an index of the array that is being read. */
    MalformedTelemetryException(String fault, int position) {
        super(fault + " (at byte " + position + ')', null, false, false);
        this.fault = fault;
        this.position = position;
        this.isDecoded = false;
    }

    /** True where the bytes could be decoded, and what they say cannot be. */
    public boolean isDecoded() {
        return isDecoded;
    }

    /** The same fault, its place counted from {@code offset}. */
    MalformedTelemetryException from(int offset) {
        return position < 0 || offset == 0
                ? this
                : new MalformedTelemetryException(fault, position - offset);
    }
}
