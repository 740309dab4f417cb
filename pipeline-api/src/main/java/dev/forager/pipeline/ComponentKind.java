// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import java.util.Locale;

/** The kinds of component, in the order of the configuration's sections. */
public enum ComponentKind {
    RECEIVER,
    PROCESSOR,
    EXPORTER,
    CONNECTOR,
    EXTENSION;

    private final String id = name().toLowerCase(Locale.ROOT);

    /** The word of log lines and labels ({@code receiver}). */
    public String id() {
        return id;
    }

    /** The section of the configuration ({@code receivers}). */
    public String section() {
        return id + "s";
    }

    @Override
    public String toString() {
        return id;
    }
}
