// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;

/** One pipeline: what feeds it, what it does, and where it leads. */
public record PipelineConfig(
        @Doc("Receivers, or connectors that end another pipeline.") @Default("[]")
                List<ComponentId> receivers,
        @Doc("Processors, in the order in which data passes them.") @Default("[]")
                List<ComponentId> processors,
        @Doc("Exporters, or connectors that begin another pipeline.") @Default("[]")
                List<ComponentId> exporters) {}
