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

    /** A fault without a place. */
    MalformedTelemetryException(String fault) {
        super(fault, null, false, false);
        this.fault = fault;
        this.position = -1;
    }

    /** A fault at an index of the array that is being read. */
    MalformedTelemetryException(String fault, int position) {
        super(fault + " (at byte " + position + ')', null, false, false);
        this.fault = fault;
        this.position = position;
    }

    /** The same fault, its place counted from {@code offset}. */
    MalformedTelemetryException from(int offset) {
        return position < 0 || offset == 0
                ? this
                : new MalformedTelemetryException(fault, position - offset);
    }
}
