// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pdata.AttributeBlock;
import dev.forager.pdata.KeyValue;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A pod as lookups find it. Immutable: a change of the pod makes another one.
 *
 * @param pod what it was made from
 * @param ignored why it is left alone; null if it is not
 * @param attributes what is written, encoded once for all resources
 * @param containers its containers
 * @param keys where it is found
 * @param former where it was found before it ended, and is not for good; empty while it runs
 * @param goneAt when it was deleted, in nanoseconds; 0 while it exists
 * @param whole what a resource gets that says nothing of it itself, once one has come
 */
record PodEntry(
        Pod pod,
        @Nullable String ignored,
        List<KeyValue> attributes,
        List<ContainerEntry> containers,
        List<SlotKey> keys,
        List<SlotKey> former,
        long goneAt,
        AtomicReference<@Nullable AttributeBlock> whole) {

    /** A pod that exists. */
    PodEntry(
            Pod pod,
            @Nullable String ignored,
            List<KeyValue> attributes,
            List<ContainerEntry> containers,
            List<SlotKey> keys,
            List<SlotKey> former) {
        this(pod, ignored, attributes, containers, keys, former, 0, new AtomicReference<>());
    }

    /**
     * A place in the directory.
     *
     * @param slot which map
     * @param key where in it
     */
    record SlotKey(int slot, String key) {}

    /**
     * A container.
     *
     * @param name unique in the pod
     * @param aside whether it does not do the pod's work
     * @param attributes of every run
     * @param runs the present one first
     */
    record ContainerEntry(
            String name, boolean aside, List<KeyValue> attributes, List<RunEntry> runs) {}

    /**
     * A run of a container.
     *
     * @param restarts how often it had been started again
     * @param id the runtime's
     * @param attributes of this run
     */
    record RunEntry(int restarts, String id, List<KeyValue> attributes) {}

    /** The pod's identity. */
    String uid() {
        return pod.metadata().uid();
    }

    /** Whether the other entry is made of the same pod and gives resources the same. */
    boolean saysTheSameAs(PodEntry other) {
        return pod.equals(other.pod)
                && Objects.equals(ignored, other.ignored)
                && attributes.equals(other.attributes)
                && containers.equals(other.containers)
                && keys.equals(other.keys)
                && former.equals(other.former)
                && goneAt == other.goneAt;
    }

    /** Whether the pod is at a place now, and not just was. */
    boolean isAt(int slot, String key) {
        if (isGone()) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).slot() == slot && keys.get(i).key().equals(key)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the pod is deleted. */
    boolean isGone() {
        return goneAt != 0;
    }

    /** The same pod, deleted. */
    PodEntry gone(long nanos) {
        long at = nanos == 0 ? 1 : nanos;
        return new PodEntry(pod, ignored, attributes, containers, keys, former, at, whole);
    }
}
