// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pdata.AttributeBlock;
import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import dev.forager.processors.k8sattributes.PodEntry.ContainerEntry;
import dev.forager.processors.k8sattributes.PodEntry.RunEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is known of a pod to a resource. What the resource says itself stays, unless it is
 * empty. Records are not touched. Stateless.
 */
final class Enrichment {
    private static final Key CONTAINER_NAME = MetadataField.CONTAINER_NAME.key();
    private static final Key CONTAINER_ID = MetadataField.CONTAINER_ID.key();
    private static final Key RESTARTS = Key.of("k8s.container.restart_count");

    /** More attributes than most containers have. */
    private static final int OF_CONTAINER = 6;

    private Enrichment() {}

    /** Writes a pod and the container that is meant. */
    static void write(PodEntry entry, Attributes resource) {
        if (namesContainer(resource) || !resource.addIfAllAbsent(whole(entry))) {
            writeEach(entry, resource);
        }
    }

    private static boolean namesContainer(Attributes resource) {
        return resource.contains(CONTAINER_NAME)
                || resource.contains(CONTAINER_ID)
                || resource.contains(RESTARTS);
    }

    /** What a resource gets of which no attribute is the pod's and none names a container. */
    private static AttributeBlock whole(PodEntry entry) {
        AttributeBlock known = entry.whole().get();
        if (known == null) {
            Attributes empty = Attributes.create();
            writeEach(entry, empty);
            known = AttributeBlock.of(empty);
            entry.whole().set(known);
        }
        return known;
    }

    private static void writeEach(PodEntry entry, Attributes resource) {
        resource.reserve(entry.attributes().size() + OF_CONTAINER);
        write(entry.attributes(), resource);
        if (!entry.containers().isEmpty()) {
            ContainerEntry container = container(entry.containers(), resource);
            if (container != null) {
                RunEntry run = run(container.runs(), resource);
                write(container.attributes(), resource);
                if (run != null) {
                    write(run.attributes(), resource);
                }
            }
        }
    }

    static void write(List<KeyValue> attributes, Attributes resource) {
        for (int i = 0; i < attributes.size(); i++) {
            KeyValue each = attributes.get(i);
            if (!resource.putIfAbsent(each) && isEmpty(resource.get(each.keyText()))) {
                resource.put(each);
            }
        }
    }

    private static boolean isEmpty(@Nullable Value value) {
        return value instanceof Value.Empty
                || (value instanceof Value.Str text && text.string().isEmpty());
    }

    /** By name, by ID, or the only one that does the pod's work. */
    static @Nullable ContainerEntry container(
            List<ContainerEntry> containers, Attributes resource) {
        String name = resource.getString(CONTAINER_NAME, "");
        String id = name.isEmpty() ? resource.getString(CONTAINER_ID, "") : "";
        ContainerEntry only = null;
        int working = 0;
        for (int i = 0; i < containers.size(); i++) {
            ContainerEntry each = containers.get(i);
            if (!name.isEmpty() && each.name().equals(name)) {
                return each;
            }
            if (!id.isEmpty() && hasRun(each, id)) {
                return each;
            }
            if (!each.aside()) {
                only = each;
                working++;
            }
        }
        return name.isEmpty() && id.isEmpty() && working == 1 ? only : null;
    }

    private static boolean hasRun(ContainerEntry container, String id) {
        for (RunEntry run : container.runs()) {
            if (run.id().equals(id)) {
                return true;
            }
        }
        return false;
    }

    /** The run that the resource names by ID or number of restarts, else the present one. */
    private static @Nullable RunEntry run(List<RunEntry> runs, Attributes resource) {
        Value restarts = resource.get(RESTARTS);
        String id = resource.getString(CONTAINER_ID, "");
        for (RunEntry run : runs) {
            boolean named = !id.isEmpty() && run.id().equals(id);
            if (named || (id.isEmpty() && restarts != null && isNumber(restarts, run.restarts()))) {
                return run;
            }
        }
        return restarts == null && id.isEmpty() && !runs.isEmpty() ? runs.getFirst() : null;
    }

    private static boolean isNumber(Value value, int number) {
        return switch (value) {
            case Value.Int whole -> whole.value() == number;
            case Value.Str text -> text.string().equals(Integer.toString(number));
            default -> false;
        };
    }
}
