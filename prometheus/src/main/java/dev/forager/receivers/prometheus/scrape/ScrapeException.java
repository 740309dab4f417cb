// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

/** A scrape that failed, with the reason for the user. */
final class ScrapeException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean isTooLarge;

    ScrapeException(String message) {
        this(message, false);
    }

    ScrapeException(String message, boolean isTooLarge) {
        super(message, null, false, false);
        this.isTooLarge = isTooLarge;
    }

    /** Whether the body was larger than allowed. */
    boolean isTooLarge() {
        return isTooLarge;
    }
}
