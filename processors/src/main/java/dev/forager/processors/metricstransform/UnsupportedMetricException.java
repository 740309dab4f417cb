// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.metricstransform;

/** A metric is of a kind that something cannot be done to; the text names it. */
final class UnsupportedMetricException extends Exception {
    private static final long serialVersionUID = 1;

    /** Carries no stack trace: it is for the log, once per metric at most. */
    UnsupportedMetricException(String message) {
        super(message, null, false, false);
    }
}
