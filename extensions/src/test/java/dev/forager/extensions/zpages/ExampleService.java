// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.ServiceView;
import dev.forager.pipeline.StatusPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A service with two pipelines, of which one exporter cannot reach its backend. */
record ExampleService(Instant startTime) implements ServiceView {
    private static final ComponentStatus OK = ComponentStatus.ok();

    @Override
    public BuildInfo buildInfo() {
        return new BuildInfo("otelcol<x>", "A collector & more", "1.2.3");
    }

    @Override
    public List<Pipeline> pipelines() {
        return List.of(
                new Pipeline(
                        PipelineId.parse("traces"),
                        ids("otlp"),
                        ids("memory_limiter", "batch"),
                        ids("debug", "otlp_http/backup")),
                new Pipeline(PipelineId.parse("logs/in"), ids("otlp"), ids(), ids("debug")));
    }

    @Override
    public List<ComponentId> extensions() {
        return ids("zpages", "health_check");
    }

    @Override
    public Map<Instance, ComponentStatus> statuses() {
        return Map.of(
                instance(ComponentKind.RECEIVER, "otlp"),
                OK,
                new Instance(
                        ComponentKind.EXPORTER, ComponentId.parse("debug"), Signal.TRACES, null),
                OK,
                new Instance(
                        ComponentKind.EXPORTER,
                        ComponentId.parse("otlp_http/backup"),
                        Signal.TRACES,
                        null),
                ComponentStatus.recoverable("connection <refused>"),
                new Instance(
                        ComponentKind.PROCESSOR,
                        ComponentId.parse("batch"),
                        Signal.TRACES,
                        PipelineId.parse("traces")),
                OK,
                instance(ComponentKind.EXTENSION, "zpages"),
                OK);
    }

    private static Instance instance(ComponentKind kind, String id) {
        return new Instance(kind, ComponentId.parse(id), null, null);
    }

    @Override
    public List<StatusPage> pages() {
        return List.of(
                new StatusPage() {
                    @Override
                    public String name() {
                        return "k8sz";
                    }

                    @Override
                    public String title() {
                        return "Kubernetes";
                    }

                    @Override
                    public String asksFor() {
                        return "a pod";
                    }

                    @Override
                    public String text(Map<String, String> parameters) {
                        return "asked for <" + parameters.getOrDefault("q", "") + ">\n";
                    }
                });
    }

    @Override
    public List<Gate> featureGates() {
        return List.of(
                new Gate("service.profilesSupport", true, "Alpha", "Profiles.", "v0.112.0", ""),
                new Gate("service.AllowNoPipelines", false, "Alpha", "None.", "v0.122.0", ""));
    }

    private static List<ComponentId> ids(String... ids) {
        return Stream.of(ids).map(ComponentId::parse).toList();
    }
}
