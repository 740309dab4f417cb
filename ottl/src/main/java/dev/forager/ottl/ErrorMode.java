// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.Locale;

/** What happens when a statement or condition fails on an item. */
public enum ErrorMode {
    /** It is counted and logged, and the next one runs. */
    IGNORE,
    /** It is counted, and the next one runs. */
    SILENT,
    /** The payload is refused. */
    PROPAGATE;

    /** As written in a configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
