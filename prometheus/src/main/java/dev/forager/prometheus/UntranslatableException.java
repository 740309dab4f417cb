// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

/** A metric or point that Prometheus has no form for; the message says which and why. */
public final class UntranslatableException extends Exception {
    private static final long serialVersionUID = 1;

    UntranslatableException(String message) {
        super(message);
    }

    /** The same for a component's own rules. */
    public static UntranslatableException of(String message) {
        return new UntranslatableException(message);
    }
}
