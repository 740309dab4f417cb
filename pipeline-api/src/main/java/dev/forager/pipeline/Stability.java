// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

/** How settled a component is for one signal; the collector's levels. */
public enum Stability {
    UNMAINTAINED("Unmaintained"),
    DEPRECATED("Deprecated"),
    DEVELOPMENT("Development"),
    ALPHA("Alpha"),
    BETA("Beta"),
    STABLE("Stable");

    private final String label;

    Stability(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
