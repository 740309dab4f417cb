// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline;

import dev.forager.pdata.Signal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The running service as status pages and health checks see it. Thread-safe; every call gives the
 * present.
 */
public interface ServiceView {
    /** Command, description and version. */
    BuildInfo buildInfo();

    /** When this service started. */
    Instant startTime();

    /** The pipelines in the order of the configuration. */
    List<Pipeline> pipelines();

    /** The extensions in the order in which they started. */
    List<ComponentId> extensions();

    /** The latest status of each instance. */
    Map<Instance, ComponentStatus> statuses();

    /**
     * The feature gates with their state. Gates of the Go collector that only some component knows
     * are among them when somebody switched them.
     */
    List<Gate> featureGates();

    /** The pages that components offer now. */
    default List<StatusPage> pages() {
        return List.of();
    }

    /** Whether a gate is on; {@code byDefault} where nobody switched it. */
    default boolean isGateEnabled(String id, boolean byDefault) {
        for (Gate gate : featureGates()) {
            if (gate.id().equals(id)) {
                return gate.enabled();
            }
        }
        return byDefault;
    }

    /**
     * The program.
     *
     * @param command the name under which it was started
     */
    record BuildInfo(String command, String description, String version) {}

    /** A pipeline and what stands in it, in order. */
    record Pipeline(
            PipelineId id,
            List<ComponentId> receivers,
            List<ComponentId> processors,
            List<ComponentId> exporters) {}

    /**
     * One running component.
     *
     * @param signal the signal, where the kind has an instance per signal
     * @param pipeline the pipeline of a processor
     */
    record Instance(
            ComponentKind kind,
            ComponentId id,
            @Nullable Signal signal,
            @Nullable PipelineId pipeline) {}

    /** A feature gate. */
    record Gate(
            String id,
            boolean enabled,
            String stage,
            String description,
            String fromVersion,
            String toVersion) {}
}
