// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.debug;

import static dev.forager.pipeline.config.Validation.require;

import dev.forager.pipeline.QueueConfig;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is printed, how often, and where. */
public record DebugExporterConfig(
        @Doc("How much is printed: basic, normal or detailed.") @Default("basic")
                Verbosity verbosity,
        @Doc("Entries with the same text that are printed in each second, before sampling begins.")
                @Default("2")
                int samplingInitial,
        @Doc("Of further entries in that second each n-th is printed: 1 is all, 0 is none.")
                @Default("1")
                int samplingThereafter,
        @Doc("Whether entries go to the Collector's own log.") @Default("true")
                boolean useInternalLogger,
        @Doc("Where entries go otherwise: stdout, stderr, or files; stdout where absent.")
                @Nullable List<String> outputPaths,
        @Doc("A queue in front of it; absent: the sender waits until all is printed.")
                @Nullable QueueConfig sendingQueue) {
    public DebugExporterConfig {
        outputPaths = outputPaths == null ? null : List.copyOf(outputPaths);
        require(
                !useInternalLogger || outputPaths == null,
                "output_paths is not supported when use_internal_logger is true");
        require(
                outputPaths == null || !outputPaths.isEmpty(),
                "output_paths must not be empty when use_internal_logger is false");
    }
}
