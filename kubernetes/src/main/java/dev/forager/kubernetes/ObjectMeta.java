// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every object has. Immutable.
 *
 * @param name unique within namespace and kind at one time
 * @param namespace empty where the kind has none
 * @param uid unique for all time
 * @param resourceVersion of this state of the object
 * @param created when it was made, as the API writes it (RFC 3339); empty if unknown
 * @param labels those that the reader keeps
 * @param annotations those that the reader keeps
 * @param owners what it belongs to
 */
public record ObjectMeta(
        String name,
        String namespace,
        String uid,
        String resourceVersion,
        String created,
        Map<String, String> labels,
        Map<String, String> annotations,
        List<Owner> owners)
        implements KubernetesObject {
    /** Before anything was read. */
    public static final ObjectMeta NONE =
            new ObjectMeta("", "", "", "", "", Map.of(), Map.of(), List.of());

    /**
     * An object that another one belongs to.
     *
     * @param kind such as {@code ReplicaSet}
     * @param name its name
     * @param uid its uid
     * @param controller whether it is the one that manages
     */
    public record Owner(String kind, String name, String uid, boolean controller) {}

    /** The owner of this kind, or null. */
    public @Nullable Owner owner(String kind) {
        for (Owner owner : owners) {
            if (owner.kind.equals(kind)) {
                return owner;
            }
        }
        return null;
    }

    /** The owner of this kind that manages the object, or null. */
    public @Nullable Owner manager(String kind) {
        Owner owner = owner(kind);
        return owner != null && owner.controller ? owner : null;
    }

    /** Whether everything but the version is the same. */
    public boolean saysTheSameAs(ObjectMeta other) {
        return name.equals(other.name)
                && uid.equals(other.uid)
                && labels.equals(other.labels)
                && annotations.equals(other.annotations)
                && owners.equals(other.owners);
    }

    @Override
    public ObjectMeta metadata() {
        return this;
    }
}
