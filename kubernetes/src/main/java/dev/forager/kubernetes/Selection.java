// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * Which objects of a kind.
 *
 * @param namespace just of this one; null for all
 * @param labels label selector, as kubectl's {@code -l}; empty for all
 * @param fields field selector, as kubectl's {@code --field-selector}; empty for all
 */
public record Selection(@Nullable String namespace, String labels, String fields) {
    private static final Selection ALL = new Selection(null, "", "");

    /** Everything. */
    public static Selection all() {
        return ALL;
    }

    /** Everything in one namespace. */
    public static Selection inNamespace(String namespace) {
        return new Selection(namespace, "", "");
    }

    /** The one object of this name, of a kind without namespaces. */
    public static Selection named(String name) {
        return new Selection(null, "", "metadata.name=" + name);
    }

    Query query(ApiResource resource) {
        return new Query(resource.path(namespace))
                .add("labelSelector", labels)
                .add("fieldSelector", fields);
    }
}
