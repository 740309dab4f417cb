// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.ComponentCatalog;
import dev.forager.pipeline.ComponentFactory;
import dev.forager.pipeline.ComponentKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The components that configurations may name. A type is found by its id, by an alias, and by any
 * spelling of these that differs in underscores only: the collector is renaming its components one
 * by one ({@code filelog} to {@code file_log}), and both spellings stay in use. Immutable.
 */
public final class ComponentRegistry {
    private final Map<ComponentKind, Map<String, ComponentFactory<?>>> factories;
    private final Map<ComponentKind, Map<String, ComponentFactory<?>>> spellings;

    private ComponentRegistry(
            Map<ComponentKind, Map<String, ComponentFactory<?>>> factories,
            Map<ComponentKind, Map<String, ComponentFactory<?>>> spellings) {
        this.factories = factories;
        this.spellings = spellings;
    }

    /**
     * The components of all catalogs.
     *
     * @throws IllegalArgumentException when two components share an id or alias
     */
    public static ComponentRegistry of(Collection<? extends ComponentCatalog> catalogs) {
        var factories =
                new EnumMap<ComponentKind, Map<String, ComponentFactory<?>>>(ComponentKind.class);
        var spellings =
                new EnumMap<ComponentKind, Map<String, ComponentFactory<?>>>(ComponentKind.class);
        for (ComponentKind kind : ComponentKind.values()) {
            factories.put(kind, new TreeMap<>());
            spellings.put(kind, new TreeMap<>());
        }
        for (ComponentCatalog catalog : catalogs) {
            for (ComponentFactory<?> factory : catalog.factories()) {
                add(factory, factories, spellings);
            }
        }
        return new ComponentRegistry(factories, spellings);
    }

    private static void add(
            ComponentFactory<?> factory,
            Map<ComponentKind, Map<String, ComponentFactory<?>>> factories,
            Map<ComponentKind, Map<String, ComponentFactory<?>>> spellings) {
        String id = factory.info().id();
        factories.getOrDefault(factory.kind(), Map.of()).put(id, factory);
        var names = new ArrayList<>(factory.info().aliases());
        names.add(id);
        for (String name : names) {
            ComponentFactory<?> other =
                    spellings.getOrDefault(factory.kind(), Map.of()).put(plain(name), factory);
            if (other != null && !other.equals(factory)) {
                throw new IllegalArgumentException(
                        "two %s components are called \"%s\": %s and %s (expected: one)"
                                .formatted(
                                        factory.kind(),
                                        name,
                                        other.getClass().getName(),
                                        factory.getClass().getName()));
            }
        }
    }

    /** A type without what spellings differ in. */
    static String plain(String type) {
        return type.replace("_", "");
    }

    /** The component that {@code type} means; null when there is none. */
    public @Nullable ComponentFactory<?> find(ComponentKind kind, String type) {
        return spellings.getOrDefault(kind, Map.of()).get(plain(type));
    }

    /** The components of one kind, sorted by id. */
    public List<ComponentFactory<?>> all(ComponentKind kind) {
        return List.copyOf(factories.getOrDefault(kind, Map.of()).values());
    }

    /** What is wrong with a type that {@link #find} does not know. */
    String unknown(ComponentKind kind, String type, String id) {
        if (type.equals("logging")) {
            return "the logging exporter has been deprecated, use the debug exporter instead";
        }
        Map<String, ComponentFactory<?>> own = factories.getOrDefault(kind, Map.of());
        String text =
                "unknown type: \"%s\" for id: \"%s\" (valid values: [%s])"
                        .formatted(type, id, String.join(" ", own.keySet()));
        String removal = UpstreamNames.removal(kind, type);
        if (removal != null) {
            return "%s: %s".formatted(text, removal);
        }
        Map<String, String> upstream = UpstreamNames.components(kind);
        String known = upstream.get(plain(type));
        if (known != null) {
            return "%s: the collector's %s \"%s\" is not built yet".formatted(text, kind, known);
        }
        String nearest = Suggestion.nearest(type, own.keySet());
        if (nearest != null) {
            return "%s: did you mean \"%s\"?".formatted(text, nearest);
        }
        String other = Suggestion.nearest(type, upstream.values());
        return other == null
                ? text + elsewhere(kind, type)
                : "%s: did you mean \"%s\", which is not built yet?".formatted(text, other);
    }

    private String elsewhere(ComponentKind kind, String type) {
        for (ComponentKind other : ComponentKind.values()) {
            ComponentFactory<?> factory = other == kind ? null : find(other, type);
            if (factory != null) {
                return ": \"%s\" is a kind of %s: put it under %s"
                        .formatted(factory.info().id(), other, other.section());
            }
        }
        return "";
    }
}
