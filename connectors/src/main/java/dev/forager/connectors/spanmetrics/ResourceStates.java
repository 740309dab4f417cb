// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.spanmetrics;

import dev.forager.connectors.state.StateRoom;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.ContentKey;
import dev.forager.pdata.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The resources that are counted, at most so many: those seen longest ago leave, but only with the
 * next flush, so that it can tell of them once more. Thread-safe.
 */
final class ResourceStates {
    private final int limit;
    private final StateRoom room;
    private final Map<ContentKey, ResourceState> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<ContentKey, ResourceState> leaving = new HashMap<>();

    ResourceStates(int limit, StateRoom room) {
        this.limit = limit;
        this.room = room;
    }

    /** What is counted of a resource; null when there is no room for another one. */
    synchronized @Nullable ResourceState of(ContentKey key, Attributes attributes, Rules rules) {
        ResourceState state = known.get(key);
        if (state != null) {
            return state;
        }
        state = leaving.remove(key);
        if (state == null) {
            if (!room.enter(ResourceState.byteSize(key))) {
                return null;
            }
            var resource = new Resource();
            resource.attributes().putAll(attributes);
            state = new ResourceState(key, resource.copy(), rules, room);
        }
        known.put(key, state);
        if (known.size() > limit) {
            Iterator<ResourceState> eldest = known.values().iterator();
            ResourceState old = eldest.next();
            eldest.remove();
            leaving.put(old.key, old);
        }
        return state;
    }

    /**
     * All there are for a flush. Those that leave are known no more: the flush tells of them and
     * closes them.
     */
    synchronized Present present(boolean allLeave) {
        List<ResourceState> left = new ArrayList<>(leaving.values());
        leaving.clear();
        List<ResourceState> staying = new ArrayList<>(known.values());
        if (allLeave) {
            left.addAll(0, staying);
            staying.clear();
            known.clear();
        }
        return new Present(staying, left);
    }

    /** What a flush finds. */
    record Present(List<ResourceState> staying, List<ResourceState> leaving) {}

    synchronized void remove(ResourceState state) {
        known.remove(state.key, state);
    }
}
