// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.telemetry.logging;

import org.jspecify.annotations.Nullable;

/**
 * The pipeline that libraries log through. One per process, since libraries keep their loggers in
 * static fields. Thread-safe.
 */
public final class ProcessLog {
    private static volatile @Nullable LogPipeline present;
    private static final LogPipeline BEFORE = LogPipeline.beforeConfiguration();

    private ProcessLog() {}

    /** From now on libraries log through this pipeline; null goes back to plain standard error. */
    public static void use(@Nullable LogPipeline pipeline) {
        present = pipeline;
    }

    /** Stops the use of this pipeline, where it is the present one. */
    public static void leave(LogPipeline pipeline) {
        if (present == pipeline) {
            present = null;
        }
    }

    static LogPipeline present() {
        LogPipeline configured = present;
        return configured == null ? BEFORE : configured;
    }
}
