// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.extensions.zpages;

import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.ComponentStatus;
import dev.forager.pipeline.PipelineId;
import dev.forager.pipeline.ServiceView;
import dev.forager.transport.server.Page;
import dev.forager.transport.server.PageRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code pipelinez}: each pipeline from receivers to exporters with the status of each component.
 * The query is the Go collector's: {@code zpipelinename}, {@code zcomponentname}, {@code
 * zcomponentkind} choose one component.
 */
final class PipelinesPage {
    private final ServiceView service;

    /** What the query chooses. */
    private record Choice(String pipeline, String component, String kind) {
        static @Nullable Choice of(PageRequest request) {
            String pipeline = request.parameter("zpipelinename");
            String component = request.parameter("zcomponentname");
            String kind = request.parameter("zcomponentkind");
            return pipeline == null || component == null || kind == null
                    ? null
                    : new Choice(pipeline, component, kind);
        }

        boolean is(PipelineId otherPipeline, ComponentKind otherKind, ComponentId other) {
            return pipeline.equals(otherPipeline.toString())
                    && component.equals(other.toString())
                    && kind.equals(otherKind.id());
        }
    }

    PipelinesPage(ServiceView service) {
        this.service = service;
    }

    Page answer(PageRequest request) {
        Choice choice = Choice.of(request);
        var rows = new ArrayList<List<String>>();
        for (ServiceView.Pipeline pipeline : service.pipelines()) {
            rows.add(row(pipeline, choice));
        }
        String pipelines =
                Html.table(List.of("Pipeline", "Receivers", "Processors", "Exporters"), rows);
        String body = rows.isEmpty() ? "<p class=\"soft\">There is no pipeline.</p>" : pipelines;
        if (choice != null) {
            body += detail(choice);
        }
        return Page.html(Html.page(service.buildInfo().command(), "pipelinez", "Pipelines", body));
    }

    private List<String> row(ServiceView.Pipeline pipeline, @Nullable Choice choice) {
        return List.of(
                "<b class=\"id\">" + Html.text(pipeline.id().toString()) + "</b>",
                chips(pipeline, ComponentKind.RECEIVER, pipeline.receivers(), "", choice),
                pipeline.processors().isEmpty()
                        ? "<span class=\"arrow\">&rarr;</span>"
                        : "<span class=\"arrow\">&rarr;</span>"
                                + chips(
                                        pipeline,
                                        ComponentKind.PROCESSOR,
                                        pipeline.processors(),
                                        "<span class=\"arrow\">&rarr;</span>",
                                        choice)
                                + "<span class=\"arrow\">&rarr;</span>",
                chips(pipeline, ComponentKind.EXPORTER, pipeline.exporters(), "", choice));
    }

    private String chips(
            ServiceView.Pipeline pipeline,
            ComponentKind kind,
            List<ComponentId> ids,
            String between,
            @Nullable Choice choice) {
        var out = new ArrayList<String>();
        for (ComponentId id : ids) {
            boolean here = choice != null && choice.is(pipeline.id(), kind, id);
            out.add(
                    "<span class=\"chip%s\">%s<a class=\"id\" href=\"?zpipelinename=%s&amp;zcomponentname=%s&amp;zcomponentkind=%s\">%s</a></span>"
                            .formatted(
                                    here ? " here" : "",
                                    Html.dot(status(pipeline.id(), kind, id)),
                                    Html.parameter(pipeline.id().toString()),
                                    Html.parameter(id.toString()),
                                    kind.id(),
                                    Html.text(id.toString())));
        }
        return String.join(between, out);
    }

    /** The worst status of the instances that serve this place; a connector stands at two ends. */
    private @Nullable ComponentStatus status(
            PipelineId pipeline, ComponentKind kind, ComponentId id) {
        ComponentStatus worst = null;
        for (var entry : service.statuses().entrySet()) {
            if (serves(entry.getKey(), pipeline, kind, id)
                    && (worst == null || entry.getValue().state().compareTo(worst.state()) > 0)) {
                worst = entry.getValue();
            }
        }
        return worst;
    }

    private static boolean serves(
            ServiceView.Instance instance,
            PipelineId pipeline,
            ComponentKind kind,
            ComponentId id) {
        if (!instance.id().equals(id)) {
            return false;
        }
        Signal signal = instance.signal();
        PipelineId own = instance.pipeline();
        return switch (instance.kind()) {
            case RECEIVER, EXPORTER ->
                    instance.kind() == kind && (signal == null || signal == pipeline.signal());
            case PROCESSOR ->
                    kind == ComponentKind.PROCESSOR && (own == null || own.equals(pipeline));
            case CONNECTOR -> kind != ComponentKind.PROCESSOR;
            case EXTENSION -> false;
        };
    }

    private String detail(Choice choice) {
        for (ServiceView.Pipeline pipeline : service.pipelines()) {
            for (ComponentKind kind :
                    List.of(
                            ComponentKind.RECEIVER,
                            ComponentKind.PROCESSOR,
                            ComponentKind.EXPORTER)) {
                for (ComponentId id : ids(pipeline, kind)) {
                    if (choice.is(pipeline.id(), kind, id)) {
                        return detail(pipeline, kind, id);
                    }
                }
            }
        }
        return "<p class=\"soft\">The %s %s is not part of a pipeline %s.</p>"
                .formatted(
                        Html.text(choice.kind),
                        Html.text(choice.component),
                        Html.text(choice.pipeline));
    }

    private static List<ComponentId> ids(ServiceView.Pipeline pipeline, ComponentKind kind) {
        return switch (kind) {
            case RECEIVER -> pipeline.receivers();
            case PROCESSOR -> pipeline.processors();
            case EXPORTER -> pipeline.exporters();
            case CONNECTOR, EXTENSION -> List.of();
        };
    }

    private String detail(ServiceView.Pipeline pipeline, ComponentKind kind, ComponentId id) {
        String name = id.name();
        var facts = new LinkedHashMap<String, String>();
        facts.put("Full name", pipeline.id() + "/" + kind.id() + "/" + id);
        facts.put("Type", id.type());
        facts.put("Name", name == null ? "none" : name);
        facts.put("Status", Html.status(status(pipeline.id(), kind, id)));
        facts.put("Stands in", String.join(", ", pipelinesWith(kind, id)));
        return "<h2>%s %s</h2>".formatted(kind.id(), Html.text(id.toString())) + Html.facts(facts);
    }

    private List<String> pipelinesWith(ComponentKind kind, ComponentId id) {
        return service.pipelines().stream()
                .filter(pipeline -> ids(pipeline, kind).contains(id))
                .map(pipeline -> pipeline.id().toString())
                .toList();
    }
}
