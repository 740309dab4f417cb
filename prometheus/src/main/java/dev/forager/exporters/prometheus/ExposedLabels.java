// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheus;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.InstrumentationScope;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Resource;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import dev.forager.prometheus.LabelNames;
import dev.forager.prometheus.Labels;
import dev.forager.prometheus.ResourceLabels;
import dev.forager.prometheus.UntranslatableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels of series, those without a value too, as the Go collector's page has them: attributes
 * of the point and chosen ones of the resource, over them the scope, job and instance, and constant
 * labels where there is none of that name. Confined to one thread.
 */
final class ExposedLabels {
    private static final String SERVICE_NAMESPACE = "service.namespace";
    private static final String SERVICE_NAME = "service.name";
    private static final String SERVICE_INSTANCE = "service.instance.id";

    private final LabelNames names;
    private final Map<String, String> constant;
    private final ResourceLabels chosen;
    private final boolean keepsIdentity;
    private final boolean hasScope;
    private final Labels.Builder builder = new Labels.Builder();
    private final List<Pair> pairs = new ArrayList<>();
    private final List<Pair> ofResource = new ArrayList<>();
    private final List<Pair> ofScope = new ArrayList<>();
    private @Nullable String job;
    private @Nullable String instance;

    private record Pair(String key, String value) {}

    ExposedLabels(
            LabelNames names,
            Map<String, String> constant,
            ResourceLabels chosen,
            boolean keepsIdentity,
            boolean hasScope) {
        this.names = names;
        this.constant = constant;
        this.chosen = chosen;
        this.keepsIdentity = keepsIdentity;
        this.hasScope = hasScope;
    }

    void enter(Resource resource) {
        Attributes attributes = resource.attributes();
        job = text(attributes, SERVICE_NAME);
        String namespace = text(attributes, SERVICE_NAMESPACE);
        if (job != null && namespace != null) {
            job = namespace + "/" + job;
        }
        instance = text(attributes, SERVICE_INSTANCE);
        ofResource.clear();
        if (!chosen.isEmpty()) {
            for (KeyValue attribute : attributes) {
                if (chosen.contains(attribute.key())) {
                    ofResource.add(new Pair(attribute.key(), ValueText.of(attribute.value())));
                }
            }
        }
    }

    private static @Nullable String text(Attributes attributes, String key) {
        Value value = attributes.get(key);
        return value == null ? null : ValueText.of(value);
    }

    /** What tells the series of this resource from those of others. */
    void identify(ContentKey.Builder key) {
        key.add(job == null ? "" : job).add(instance == null ? "" : instance);
        for (Pair pair : ofResource) {
            key.add(pair.key).add(pair.value);
        }
    }

    void enter(InstrumentationScope scope, String schemaUrl) throws UntranslatableException {
        ofScope.clear();
        if (!hasScope) {
            return;
        }
        for (KeyValue attribute : scope.attributes()) {
            switch (attribute.key()) {
                case "name", "version", "schema_url" -> {} // The scope's own fields have these.
                default ->
                        ofScope.add(
                                new Pair(
                                        names.build("otel_scope_" + attribute.key()),
                                        ValueText.of(attribute.value())));
            }
        }
        ofScope.add(new Pair("otel_scope_name", scope.name()));
        ofScope.add(new Pair("otel_scope_version", scope.version()));
        ofScope.add(new Pair("otel_scope_schema_url", schemaUrl));
    }

    /** The labels of a point. */
    Labels of(Attributes attributes) throws UntranslatableException {
        builder.clear();
        pairs.clear();
        addAll(attributes);
        pairs.addAll(ofResource);
        join();
        for (Pair pair : ofScope) {
            builder.set(pair.key, pair.value);
        }
        setIdentity();
        constant.forEach(builder::setIfAbsent);
        return builder.buildWithEmpty();
    }

    private void addAll(Attributes attributes) {
        for (KeyValue attribute : attributes) {
            pairs.add(new Pair(attribute.key(), ValueText.of(attribute.value())));
        }
    }

    /** In the order of their keys, in which values of one label are joined. */
    private void join() throws UntranslatableException {
        pairs.sort(Comparator.comparing(Pair::key));
        for (Pair pair : pairs) {
            builder.join(names.build(pair.key), pair.value);
        }
    }

    private void setIdentity() {
        if (job != null) {
            builder.set("job", job);
        }
        if (instance != null) {
            builder.set("instance", instance);
        }
    }

    /** Whether the resource is a target: one that job and instance name. */
    boolean isTarget() {
        return job != null && !job.isEmpty() && instance != null && !instance.isEmpty();
    }

    /** The labels of what describes the resource. */
    Labels ofTarget(Resource resource) throws UntranslatableException {
        builder.clear();
        pairs.clear();
        addAll(resource.attributes());
        pairs.removeIf(
                pair ->
                        switch (pair.key) {
                            case SERVICE_NAME, SERVICE_NAMESPACE, SERVICE_INSTANCE ->
                                    !keepsIdentity;
                            default -> false;
                        });
        join();
        setIdentity();
        return builder.buildWithEmpty();
    }
}
