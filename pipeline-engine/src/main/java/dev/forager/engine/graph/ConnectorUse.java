// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.engine.graph;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentInfo.SignalPair;
import dev.forager.pipeline.PipelineId;
import java.util.ArrayList;
import java.util.List;

/** Where one connector stands, and whether each place has a counterpart. */
final class ConnectorUse {
    private final Part<?> part;
    private final List<PipelineId> endsOf = new ArrayList<>();
    private final List<PipelineId> feeds = new ArrayList<>();

    ConnectorUse(Part<?> part, Topology topology) {
        this.part = part;
        for (var pipeline : topology.pipelines().entrySet()) {
            if (pipeline.getValue().exporters().contains(part.id())) {
                endsOf.add(pipeline.getKey());
            }
            if (pipeline.getValue().receivers().contains(part.id())) {
                feeds.add(pipeline.getKey());
            }
        }
    }

    ComponentId id() {
        return part.id();
    }

    /** The pipelines that end in it. */
    List<PipelineId> endsOf() {
        return endsOf;
    }

    /** The pipelines that begin with it. */
    List<PipelineId> feeds() {
        return feeds;
    }

    boolean supports(Signal from, Signal to) {
        return part.factory().info().pairs().containsKey(new SignalPair(from, to));
    }

    /** Each use needs one on the other side that the connector can reach. */
    void check() throws BuildException {
        for (PipelineId from : endsOf) {
            if (feeds.stream().noneMatch(to -> supports(from.signal(), to.signal()))) {
                throw unused("exporter", endsOf, from.signal(), "receiver");
            }
        }
        for (PipelineId to : feeds) {
            if (endsOf.stream().noneMatch(from -> supports(from.signal(), to.signal()))) {
                throw unused("receiver", feeds, to.signal(), "exporter");
            }
        }
    }

    private BuildException unused(
            String role, List<PipelineId> places, Signal signal, String counterpart) {
        List<String> pipelines =
                places.stream()
                        .filter(place -> place.signal() == signal)
                        .map(PipelineId::toString)
                        .toList();
        return BuildException.ofPipelines(
                "connector \"%s\" used as %s in [%s] pipeline but not used in any supported %s pipeline"
                        .formatted(id(), role, String.join(" ", pipelines), counterpart),
                Culprit.of(part));
    }
}
