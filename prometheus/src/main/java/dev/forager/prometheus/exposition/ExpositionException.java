// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus.exposition;

/** What a target exposes cannot be read. The text is that of Prometheus' own parsers. */
public final class ExpositionException extends Exception {
    private static final long serialVersionUID = 1;

    /** The reason, which may quote the line. */
    public ExpositionException(String message) {
        super(message, null, false, false);
    }
}
