// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.prometheus;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The labels of points: those of their attributes, over them job and instance of the resource, then
 * external labels that are not there yet, and those of the scope. Confined to one thread.
 */
final class PointLabels {
    private static final String SERVICE_NAMESPACE = "service.namespace";
    private static final String SERVICE_NAME = "service.name";
    private static final String SERVICE_INSTANCE = "service.instance.id";
    private static final Set<String> IDENTITY =
            Set.of(SERVICE_NAMESPACE, SERVICE_NAME, SERVICE_INSTANCE);

    private final TranslationSettings settings;
    private final LabelNames names;
    private final Labels.Builder builder = new Labels.Builder();
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Pair> resourcePairs = new ArrayList<>();
    private final Set<String> resourceKeys = new HashSet<>();
    private final List<Pair> scopePairs = new ArrayList<>();
    private String job = "";
    private String instance = "";

    private record Pair(String name, String value) {}

    PointLabels(TranslationSettings settings, LabelNames names) {
        this.settings = settings;
        this.names = names;
    }

    void enter(Resource resource) {
        Attributes attributes = resource.attributes();
        String service = text(attributes, SERVICE_NAME);
        boolean isInNamespace = attributes.contains(SERVICE_NAMESPACE);
        job =
                service.isEmpty() || !isInNamespace
                        ? service
                        : text(attributes, SERVICE_NAMESPACE) + "/" + service;
        instance = text(attributes, SERVICE_INSTANCE);
        resourcePairs.clear();
        resourceKeys.clear();
        if (settings.resourceLabels().isEmpty()) {
            return;
        }
        for (KeyValue attribute : attributes) {
            if (settings.resourceLabels().contains(attribute.key())) {
                resourceKeys.add(attribute.key());
                resourcePairs.add(new Pair(attribute.key(), ValueText.of(attribute.value())));
            }
        }
    }

    private static String text(Attributes attributes, String key) {
        Value value = attributes.get(key);
        return value == null ? "" : ValueText.of(value);
    }

    void enter(InstrumentationScope scope) {
        scopePairs.clear();
        if (!settings.hasScopeLabels()) {
            return;
        }
        addScope("name", scope.name());
        addScope("version", scope.version());
        for (KeyValue attribute : scope.attributes()) {
            switch (attribute.key()) {
                case "name", "version", "schema_url" -> {} // The scope's own fields have these.
                default -> addScope(attribute.key(), ValueText.of(attribute.value()));
            }
        }
    }

    private void addScope(String key, String value) {
        try {
            if (!value.isEmpty()) {
                scopePairs.add(new Pair(names.build("otel_scope_" + key), value));
            }
        } catch (UntranslatableException cannotBe) {
            throw new IllegalStateException(cannotBe); // There is a word in front of the key.
        }
    }

    /** The labels of a point but for its metric's name. */
    Labels of(Attributes attributes) throws UntranslatableException {
        builder.clear();
        pairs.clear();
        for (KeyValue attribute : attributes) {
            if (resourceKeys.isEmpty() || !resourceKeys.contains(attribute.key())) {
                pairs.add(new Pair(attribute.key(), ValueText.of(attribute.value())));
            }
        }
        pairs.addAll(resourcePairs);
        joinPairs();
        setCommon();
        for (Pair pair : scopePairs) {
            builder.set(pair.name, pair.value);
        }
        return builder.build();
    }

    /** In the order of their keys, in which values of one label are joined. */
    private void joinPairs() throws UntranslatableException {
        pairs.sort(Comparator.comparing(Pair::name));
        for (Pair pair : pairs) {
            if (!pair.value.isEmpty()) {
                builder.join(names.build(pair.name), pair.value);
            }
        }
    }

    private void setCommon() {
        if (!job.isEmpty()) {
            builder.set("job", job);
        }
        if (!instance.isEmpty()) {
            builder.set("instance", instance);
        }
        settings.externalLabels().forEach(builder::setIfAbsent);
    }

    /** Whether a resource has more than its identity, where that is not told again. */
    boolean isDescribed(Resource resource) {
        for (KeyValue attribute : resource.attributes()) {
            if (isTold(attribute.key())) {
                return true;
            }
        }
        return false;
    }

    private boolean isTold(String key) {
        return settings.keepsIdentity() || !IDENTITY.contains(key);
    }

    /** The labels of {@code target_info} but for its name. */
    Labels ofTarget(Resource resource) throws UntranslatableException {
        builder.clear();
        pairs.clear();
        for (KeyValue attribute : resource.attributes()) {
            if (isTold(attribute.key())) {
                pairs.add(new Pair(attribute.key(), ValueText.of(attribute.value())));
            }
        }
        joinPairs();
        setCommon();
        return builder.build();
    }
}
