// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.ListNode;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Position;
import dev.forager.config.tree.ScalarNode;
import dev.forager.pdata.Signal;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import dev.forager.pipeline.PipelineId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules between sections, in the collector's words; all that are broken are reported. Confined
 * to one loading.
 */
final class ConfigChecks {
    private static final String PIPELINES = "service::pipelines";
    private static final List<String> SECTIONS =
            List.of(
                    ComponentKind.RECEIVER.section(),
                    ComponentKind.PROCESSOR.section(),
                    ComponentKind.EXPORTER.section());

    private final MapNode root;
    private final Map<ComponentKind, Set<ComponentId>> declared;
    private final ComponentRegistry registry;
    private final FeatureGates gates;
    private final Problems problems;

    ConfigChecks(
            MapNode root,
            Map<ComponentKind, Set<ComponentId>> declared,
            ComponentRegistry registry,
            FeatureGates gates,
            Problems problems) {
        this.root = root;
        this.declared = declared;
        this.registry = registry;
        this.gates = gates;
        this.problems = problems;
    }

    /**
     * Checks what of a service that could not be bound can be: that its references lead somewhere.
     */
    void checkUnbound(Node service) {
        sections();
        connectors();
        if (!(service instanceof MapNode map)) {
            return;
        }
        references(
                "service::extensions",
                "extension",
                map.get("extensions"),
                List.of(ComponentKind.EXTENSION));
        if (map.get("pipelines") instanceof MapNode pipelines) {
            for (MapNode.Entry each : pipelines.entries()) {
                unboundPipeline(PIPELINES + "::" + each.key(), each.value());
            }
        }
    }

    private void unboundPipeline(String path, Node pipeline) {
        if (!(pipeline instanceof MapNode map)) {
            return;
        }
        for (ComponentKind kind :
                List.of(ComponentKind.RECEIVER, ComponentKind.PROCESSOR, ComponentKind.EXPORTER)) {
            Node list = map.get(kind.section());
            boolean isNeeded = kind != ComponentKind.PROCESSOR;
            boolean isMissing = list == null ? !isMisspelt(kind, map) : isEmptyList(list);
            if (isNeeded && isMissing) {
                problems.add(
                        path, "must have at least one %s".formatted(kind), position(path, null));
            }
            references(
                    path + "::" + kind.section(),
                    kind.toString(),
                    list,
                    isNeeded ? List.of(kind, ComponentKind.CONNECTOR) : List.of(kind));
        }
    }

    private static boolean isMisspelt(ComponentKind kind, MapNode pipeline) {
        return pipeline.entries().stream()
                .map(MapNode.Entry::key)
                .anyMatch(key -> kind.section().equals(Suggestion.nearest(key, SECTIONS)));
    }

    private static boolean isEmptyList(Node node) {
        return node instanceof ListNode list && list.items().isEmpty();
    }

    private void references(
            String path, String word, @Nullable Node node, List<ComponentKind> kinds) {
        List<Node> items = node instanceof ListNode list ? list.items() : List.of();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof ScalarNode scalar) {
                ComponentId id = idOrNull(scalar.source());
                if (id != null) {
                    reference(path, i, word, id, kinds);
                }
            }
        }
    }

    /** Null where the text is none: that was said when it was bound. */
    private static @Nullable ComponentId idOrNull(String text) {
        try {
            return ComponentId.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Checks {@code service}. */
    void check(ServiceConfig service) {
        sections();
        connectors();
        for (int i = 0; i < service.extensions().size(); i++) {
            reference(
                    "service::extensions",
                    i,
                    "extension",
                    service.extensions().get(i),
                    List.of(ComponentKind.EXTENSION));
        }
        if (service.pipelines().isEmpty() && !gates.isEnabled(FeatureGates.ALLOW_NO_PIPELINES)) {
            problems.add(
                    PIPELINES,
                    "service must have at least one pipeline",
                    position(PIPELINES, null));
        }
        service.pipelines().forEach(this::pipeline);
    }

    private void sections() {
        if (declared.values().stream().allMatch(Set::isEmpty)) {
            if (root.isEmpty() || problems.isEmpty()) {
                problems.add("", "empty configuration file", null);
            }
            return;
        }
        if (gates.isEnabled(FeatureGates.ALLOW_NO_PIPELINES)) {
            return;
        }
        for (ComponentKind kind : List.of(ComponentKind.RECEIVER, ComponentKind.EXPORTER)) {
            if (ids(kind).isEmpty() && isReadable(kind)) {
                problems.add(
                        "",
                        "no %s configuration specified in config".formatted(kind),
                        position(kind.section(), null));
            }
        }
    }

    /** Whether the section is what it must be; else that is said, and its ids are not known. */
    private boolean isReadable(ComponentKind kind) {
        Node section = root.get(kind.section());
        return section == null
                || section instanceof MapNode
                || (section instanceof ScalarNode scalar && scalar.isNull());
    }

    private Set<ComponentId> ids(ComponentKind kind) {
        return declared.getOrDefault(kind, Set.of());
    }

    private void connectors() {
        for (ComponentId id : new TreeSet<>(ids(ComponentKind.CONNECTOR))) {
            for (ComponentKind kind : List.of(ComponentKind.EXPORTER, ComponentKind.RECEIVER)) {
                boolean isKnown = registry.find(kind, id.type()) != null;
                if (isKnown && ids(kind).contains(id)) {
                    String path = "connectors::" + id;
                    problems.add(
                            path,
                            "ambiguous ID: Found both \"%1$s\" %2$s and \"%1$s\" connector. Change one of the components' IDs to eliminate ambiguity (e.g. rename \"%1$s\" connector to \"%1$s/connector\")"
                                    .formatted(id, kind),
                            position(path, null));
                }
            }
        }
    }

    private void pipeline(PipelineId id, PipelineConfig pipeline) {
        String path = PIPELINES + "::" + id;
        if (id.signal() == Signal.PROFILES && !gates.isEnabled(FeatureGates.PROFILES)) {
            problems.add(
                    PIPELINES,
                    "pipeline \"%s\": profiling signal support is at alpha level, gated under the \"%s\" feature gate (start with --feature-gates=%s)"
                            .formatted(id, FeatureGates.PROFILES, FeatureGates.PROFILES),
                    position(path, null));
        }
        if (pipeline.receivers().isEmpty()) {
            problems.add(path, "must have at least one receiver", position(path, null));
        }
        if (pipeline.exporters().isEmpty()) {
            problems.add(path, "must have at least one exporter", position(path, null));
        }
        references(path, "receiver", pipeline.receivers(), ComponentKind.RECEIVER, true);
        references(path, "processor", pipeline.processors(), ComponentKind.PROCESSOR, false);
        references(path, "exporter", pipeline.exporters(), ComponentKind.EXPORTER, true);
        var seen = new HashSet<ComponentId>();
        for (int i = 0; i < pipeline.processors().size(); i++) {
            ComponentId processor = pipeline.processors().get(i);
            if (!seen.add(processor)) {
                problems.add(
                        path,
                        "references processor \"%s\" multiple times".formatted(processor),
                        position(path + "::processors", i));
            }
        }
    }

    private void references(
            String path,
            String word,
            List<ComponentId> ids,
            ComponentKind kind,
            boolean orConnector) {
        List<ComponentKind> kinds =
                orConnector ? List.of(kind, ComponentKind.CONNECTOR) : List.of(kind);
        for (int i = 0; i < ids.size(); i++) {
            reference(path + "::" + kind.section(), i, word, ids.get(i), kinds);
        }
    }

    private void reference(
            String list, int index, String word, ComponentId id, List<ComponentKind> kinds) {
        if (kinds.stream().anyMatch(kind -> ids(kind).contains(id) || !isReadable(kind))) {
            return;
        }
        List<String> known =
                kinds.stream()
                        .flatMap(kind -> ids(kind).stream())
                        .map(ComponentId::toString)
                        .toList();
        String hint = Suggestion.hint(id.toString(), known);
        String path =
                kinds.contains(ComponentKind.EXTENSION)
                        ? list
                        : list.substring(0, list.lastIndexOf("::"));
        problems.add(
                path,
                "references %s \"%s\" which is not configured%s"
                        .formatted(word, id, hint.isEmpty() ? cure(id, kinds) : hint),
                position(list, index));
    }

    /** For an id that resembles none of those that are configured. */
    private String cure(ComponentId id, List<ComponentKind> kinds) {
        String elsewhere = elsewhere(id, kinds);
        if (!elsewhere.isEmpty()) {
            return elsewhere;
        }
        for (ComponentKind kind : kinds) {
            if (registry.find(kind, id.type()) != null) {
                return " (write \"%s:\" under %s)".formatted(id, kind.section());
            }
        }
        ComponentKind kind = kinds.getFirst();
        List<String> types = registry.all(kind).stream().map(each -> each.info().id()).toList();
        List<String> near = Suggestion.near(id.type(), types, 1);
        return near.isEmpty()
                ? ""
                : " (did you mean \"%s\"? Write it under %s too)"
                        .formatted(near.getFirst(), kind.section());
    }

    private String elsewhere(ComponentId id, List<ComponentKind> kinds) {
        for (ComponentKind kind : ComponentKind.values()) {
            if (!kinds.contains(kind) && ids(kind).contains(id)) {
                return " (it stands under %s)".formatted(kind.section());
            }
        }
        return "";
    }

    /** Where the value of {@code path} stands, or as near to it as there is anything. */
    private @Nullable Position position(String path, @Nullable Integer index) {
        Node node = root;
        Position position = root.isEmpty() ? null : root.position();
        for (String part : path.split("::", -1)) {
            MapNode.Entry entry = node instanceof MapNode map ? map.entry(part) : null;
            if (entry == null) {
                return position;
            }
            node = entry.value();
            position = entry.keyPosition();
        }
        return index != null && node instanceof ListNode list && index < list.items().size()
                ? list.items().get(index).position()
                : position;
    }
}
