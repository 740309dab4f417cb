// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.ScalarNode;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.ComponentKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * A configuration that was read and found sound: every component's settings, and the service that
 * wires them. Immutable.
 *
 * <p>Top-level keys that begin with {@code x-} are ignored: a place for YAML anchors, which the Go
 * collector does not have.
 */
public final class CollectorConfig {
    private static final String SERVICE = "service";
    private static final String EXTRA = "x-";

    private final Map<ComponentKind, Map<ComponentId, ComponentConfig<?>>> components;
    private final ServiceConfig service;
    private final MapNode root;
    private final List<Notice> notices;

    private CollectorConfig(
            Map<ComponentKind, Map<ComponentId, ComponentConfig<?>>> components,
            ServiceConfig service,
            MapNode root,
            List<Notice> notices) {
        this.components = components;
        this.service = service;
        this.root = root;
        this.notices = notices;
    }

    /**
     * Binds and checks a configuration.
     *
     * @param root what {@link ConfigResolver} made
     * @throws ConfigException with everything that is wrong
     */
    public static CollectorConfig load(MapNode root, ComponentRegistry registry, FeatureGates gates)
            throws ConfigException {
        return new Loading(root, registry, gates).load();
    }

    /** The receivers, in the order of the configuration. */
    public Map<ComponentId, ComponentConfig<?>> receivers() {
        return components(ComponentKind.RECEIVER);
    }

    /** The processors, in the order of the configuration. */
    public Map<ComponentId, ComponentConfig<?>> processors() {
        return components(ComponentKind.PROCESSOR);
    }

    /** The exporters, in the order of the configuration. */
    public Map<ComponentId, ComponentConfig<?>> exporters() {
        return components(ComponentKind.EXPORTER);
    }

    /** The connectors, in the order of the configuration. */
    public Map<ComponentId, ComponentConfig<?>> connectors() {
        return components(ComponentKind.CONNECTOR);
    }

    /** The extensions, in the order of the configuration. */
    public Map<ComponentId, ComponentConfig<?>> extensions() {
        return components(ComponentKind.EXTENSION);
    }

    /** The components of one kind, in the order of the configuration. */
    public Map<ComponentId, ComponentConfig<?>> components(ComponentKind kind) {
        return components.getOrDefault(kind, Map.of());
    }

    /** How the components are wired. */
    public ServiceConfig service() {
        return service;
    }

    /** The configuration as it was resolved. */
    public MapNode root() {
        return root;
    }

    /** What deserves a log line: deprecated keys and spellings, keys without effect. */
    public List<Notice> notices() {
        return notices;
    }

    /**
     * Where a component's failure has its cause: path and place of the setting whose value {@code
     * reason} quotes, of the component otherwise.
     *
     * @return null when the component is not in the configuration
     */
    public @Nullable String placeOf(ComponentKind kind, ComponentId id, String reason) {
        FailurePlace place = FailurePlace.of(root, kind, id, reason);
        return place == null ? null : place.toString();
    }

    /** One loading. */
    private static final class Loading {
        private final MapNode root;
        private final ComponentRegistry registry;
        private final FeatureGates gates;
        private final Problems problems = new Problems();
        private final Map<ComponentKind, Map<ComponentId, ComponentConfig<?>>> components =
                new EnumMap<>(ComponentKind.class);
        private final Map<ComponentKind, Set<ComponentId>> declared =
                new EnumMap<>(ComponentKind.class);

        Loading(MapNode root, ComponentRegistry registry, FeatureGates gates) {
            this.root = root;
            this.registry = registry;
            this.gates = gates;
        }

        CollectorConfig load() throws ConfigException {
            checkSections();
            for (ComponentKind kind : ComponentKind.values()) {
                components.put(kind, new LinkedHashMap<>());
                declared.put(kind, new LinkedHashSet<>());
                section(kind);
            }
            Node node = serviceNode();
            ServiceConfig service = RecordBinder.bind(node, ServiceConfig.class, SERVICE, problems);
            var checks = new ConfigChecks(root, declared, registry, gates, problems);
            if (service == null) {
                checks.checkUnbound(node);
                problems.throwIfAny();
                throw new IllegalStateException("no service and no problem");
            }
            checks.check(service);
            problems.throwIfAny();
            components.replaceAll((_, map) -> Collections.unmodifiableMap(map));
            return new CollectorConfig(components, service, root, problems.notices());
        }

        private Node serviceNode() {
            MapNode.Entry entry = root.entry(SERVICE);
            return entry == null ? MapNode.empty(root.position()) : entry.value();
        }

        private void checkSections() {
            var known = new ArrayList<String>();
            for (ComponentKind kind : ComponentKind.values()) {
                known.add(kind.section());
            }
            known.add(SERVICE);
            for (MapNode.Entry entry : root.entries()) {
                if (!known.contains(entry.key())
                        && !entry.key().startsWith(EXTRA)
                        && !problems.isFull()) {
                    problems.add(
                            "",
                            "has invalid keys: %s%s (expected: one of %s, or a name that begins with %s)"
                                    .formatted(
                                            entry.key(),
                                            Suggestion.hint(entry.key(), known),
                                            String.join(", ", known),
                                            EXTRA),
                            entry.keyPosition());
                }
            }
        }

        private void section(ComponentKind kind) {
            Node node = root.get(kind.section());
            if (node == null) {
                return;
            }
            if (node instanceof MapNode map) {
                map.entries().forEach(entry -> component(kind, entry));
                return;
            }
            if (!(node instanceof ScalarNode scalar && scalar.isNull())) {
                problems.add(
                        kind.section(),
                        "'%s' expected a map or struct, got \"%s\" (expected: ids with settings)"
                                .formatted(kind.section(), node.goType()),
                        node.position());
            }
        }

        private void component(ComponentKind kind, MapNode.Entry entry) {
            if (problems.isFull()) {
                return;
            }
            String path = kind.section() + "::" + entry.key();
            ComponentId id;
            try {
                id = ComponentId.parse(entry.key());
            } catch (IllegalArgumentException e) {
                problems.add(
                        path,
                        "'%s' %s (expected: type or type/name)"
                                .formatted(kind.section(), e.getMessage()),
                        entry.keyPosition());
                return;
            }
            Set<ComponentId> ids = declared.getOrDefault(kind, Set.of());
            if (!ids.add(id)) {
                problems.add(
                        path,
                        "duplicate name \"%s\" after unmarshaling [%s]".formatted(entry.key(), id),
                        entry.keyPosition());
                return;
            }
            ComponentFactory<?> factory = registry.find(kind, id.type());
            if (factory == null) {
                problems.add(
                        path,
                        "'%s' %s"
                                .formatted(
                                        kind.section(),
                                        registry.unknown(kind, id.type(), id.toString())),
                        entry.keyPosition());
                return;
            }
            noticeOldSpelling(kind, id, factory);
            bind(kind, id, factory, entry, path);
        }

        private void noticeOldSpelling(
                ComponentKind kind, ComponentId id, ComponentFactory<?> factory) {
            String current = factory.info().id();
            if (!id.type().equals(current)) {
                problems.notice(
                        Level.WARN,
                        "\"%s\" alias is deprecated; use \"%s\" instead"
                                .formatted(id.type(), current),
                        Map.of(
                                "otelcol.component.id",
                                id.toString(),
                                "otelcol.component.kind",
                                kind.id()));
            }
        }

        private <C extends Record> void bind(
                ComponentKind kind,
                ComponentId id,
                ComponentFactory<C> factory,
                MapNode.Entry entry,
                String path) {
            C config =
                    RecordBinder.bind(entry.value(), factory.info().configType(), path, problems);
            if (config != null) {
                components
                        .getOrDefault(kind, Map.of())
                        .put(id, new ComponentConfig<>(id, factory, config, entry.value()));
            }
        }
    }
}
