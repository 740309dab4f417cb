// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.groupbyattrs;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Resource;
import dev.forager.pdata.ResourceGroup;
import dev.forager.pdata.ScopeGroup;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The resources of one result, found by what they are. Confined to one request.
 *
 * @param <R> resource with its scopes
 * @param <S> scope with its items
 */
final class Groups<R extends ResourceGroup, S extends ScopeGroup> {
    private final List<String> keys;
    private final BiFunction<Resource, ResourceGroup, R> newResource;
    private final BiFunction<R, ScopeGroup, S> newScope;
    private final ContentKey.Builder builder = new ContentKey.Builder();
    private final Map<ContentKey, Target> targets = new HashMap<>();

    /** Targets of the present source resource, by what is moved to it. */
    private final Map<ContentKey, Target> ofSource = new HashMap<>();

    /**
     * Groups without any yet.
     *
     * @param newResource adds a resource to the result, like the source
     * @param newScope adds a scope to it, like the source
     */
    Groups(
            List<String> keys,
            BiFunction<Resource, ResourceGroup, R> newResource,
            BiFunction<R, ScopeGroup, S> newScope) {
        this.keys = keys;
        this.newResource = newResource;
        this.newScope = newScope;
    }

    /** A resource of the result. */
    final class Target {
        private final R group;
        private final Map<ContentKey, S> scopes = new HashMap<>();

        private Target(R group) {
            this.group = group;
        }

        /** The scope that is like {@code source}. */
        S scope(ScopeGroup source) {
            ContentKey key =
                    builder.truncate(0)
                            .add(source.scope().name())
                            .add(source.scope().version())
                            .add(source.scope().attributes())
                            .build();
            return scopes.computeIfAbsent(key, _ -> newScope.apply(group, source));
        }
    }

    /** All that follows comes from this resource. */
    void source() {
        ofSource.clear();
    }

    /** How many resources there are. */
    int size() {
        return targets.size();
    }

    /**
     * Moves what is grouped by from {@code attributes} to a resource, like the source otherwise.
     *
     * @param counter told whether there was something to move
     */
    Target move(ResourceGroup source, Attributes attributes, GroupCounter counter) {
        List<KeyValue> moved = List.of();
        for (String key : keys) {
            Value value = attributes.get(key);
            if (value != null) {
                moved = moved.isEmpty() ? new ArrayList<>(2) : moved;
                moved.add(KeyValue.of(key, value));
            }
        }
        builder.truncate(0);
        for (KeyValue each : moved) {
            builder.add(each.key()).add(each.value());
            attributes.remove(each.key());
        }
        counter.count(!moved.isEmpty());
        ContentKey key = builder.build();
        Target known = ofSource.get(key);
        if (known == null) {
            known = target(source, moved);
            ofSource.put(key, known);
        }
        return known;
    }

    private Target target(ResourceGroup source, List<KeyValue> moved) {
        Resource resource = source.resource().copy();
        for (KeyValue each : moved) {
            resource.attributes().put(each.key(), each.value());
        }
        ContentKey key = builder.truncate(0).add(resource.attributes()).build();
        return targets.computeIfAbsent(key, _ -> new Target(newResource.apply(resource, source)));
    }
}
