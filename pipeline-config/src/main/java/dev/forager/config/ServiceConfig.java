// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import java.util.List;
import java.util.Map;

/** The section {@code service}: which of the configured components run, and how. */
public record ServiceConfig(
        @Doc("Extensions that are started, in this order.") @Default("[]")
                List<ComponentId> extensions,
        @Doc("Pipelines by signal: traces, metrics, logs or profiles, with /name for several.")
                @Default("{}")
                Map<PipelineId, PipelineConfig> pipelines,
        @Doc("Logs, metrics and traces about the collector itself.") @Default("{}")
                TelemetryConfig telemetry) {}
