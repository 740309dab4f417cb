// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pipeline.Consumer;
import dev.forager.pipeline.PipelineId;

/**
 * The beginning of a pipeline.
 *
 * @param received for receivers
 * @param connected for connectors
 */
record Entrance(PipelineId pipeline, Consumer received, Consumer connected) {}
