// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import org.jspecify.annotations.Nullable;

/** A configuration that no service can be built from; the text is for the user. */
public final class BuildException extends Exception {
    private static final long serialVersionUID = 1;

    /** What cannot be built, and why; {@code cause} is what a factory threw. */
    public BuildException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The same for a fault in the pipelines. */
    static BuildException ofPipelines(String message) {
        return new BuildException("failed to build pipelines: " + message, null);
    }
}
