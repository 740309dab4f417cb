// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import org.jspecify.annotations.Nullable;

/** A configuration that no service can be built from. */
public final class BuildException extends CulpritException {
    private static final long serialVersionUID = 1;

    /** What cannot be built, because of whom, and why; {@code cause} is what a factory threw. */
    BuildException(String message, Culprit culprit, @Nullable Throwable cause) {
        super(message, culprit, cause);
    }

    /** The same for a fault in the pipelines. */
    static BuildException ofPipelines(String message, Culprit culprit) {
        return new BuildException("failed to build pipelines: " + message, culprit, null);
    }
}
