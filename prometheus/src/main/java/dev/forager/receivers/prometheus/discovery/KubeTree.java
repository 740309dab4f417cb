// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.discovery;

import dev.forager.kubernetes.KubernetesObject;
import dev.forager.kubernetes.ObjectMeta;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of Kubernetes as it stands in JSON. Immutable.
 *
 * @param content its parts: maps, lists and texts
 */
record KubeTree(ObjectMeta metadata, Map<String, Object> content) implements KubernetesObject {
    /** The text at a path; empty where there is none. */
    String text(String... path) {
        return text(content, path);
    }

    static String text(Map<?, ?> from, String... path) {
        return at(from, path) instanceof String text ? text : "";
    }

    /** The list at a path, each a part; empty where there is none. */
    List<Map<?, ?>> parts(String... path) {
        return parts(content, path);
    }

    static List<Map<?, ?>> parts(Map<?, ?> from, String... path) {
        return at(from, path) instanceof List<?> list
                ? list.stream()
                        .<Map<?, ?>>map(each -> each instanceof Map<?, ?> m ? m : Map.of())
                        .toList()
                : List.of();
    }

    /** The list at a path, each a text; empty where there is none. */
    static List<String> texts(Map<?, ?> from, String... path) {
        return at(from, path) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Whether there is anything at a path. */
    static boolean has(Map<?, ?> from, String... path) {
        return at(from, path) != null;
    }

    private static @Nullable Object at(Map<?, ?> from, String... path) {
        Object now = from;
        for (String key : path) {
            now = now instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return now;
    }

    /** Unique among the objects of a kind. */
    String key() {
        return metadata.namespace() + "/" + metadata.name();
    }
}
