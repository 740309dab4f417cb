// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.kubernetes.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which objects the API is asked for. Immutable.
 *
 * @param node just of this one; empty for all
 * @param namespaces just of these; empty for all
 * @param labels selector
 * @param fields selector
 */
record PodFilter(String node, List<String> namespaces, String labels, String fields) {
    /**
     * Reads a filter.
     *
     * @param variables of the environment; null for unset
     * @throws IllegalArgumentException when the variable that should name the node is not set
     */
    static PodFilter of(
            K8sAttributesConfig.FilterConfig config, Function<String, @Nullable String> variables) {
        String node = config.node();
        if (!config.nodeFromEnvVar().isEmpty()) {
            String named = variables.apply(config.nodeFromEnvVar());
            if (named == null) {
                throw new IllegalArgumentException(
                        "`node_from_env_var` is configured but envvar \"%s\" is not set (expected: the pod sets it from spec.nodeName)"
                                .formatted(config.nodeFromEnvVar()));
            }
            node = named;
        }
        var fields = new ArrayList<String>();
        config.fields().forEach(each -> fields.add(selector(each)));
        if (!node.isEmpty()) {
            fields.add("spec.nodeName=" + node);
        }
        return new PodFilter(
                node,
                config.namespaces(),
                String.join(",", config.labels().stream().map(PodFilter::selector).toList()),
                String.join(",", fields));
    }

    private static String selector(K8sAttributesConfig.FieldFilter filter) {
        return switch (filter.op()) {
            case "not-equals" -> filter.key() + "!=" + filter.value();
            case "exists" -> filter.key();
            case "does-not-exist" -> "!" + filter.key();
            default -> filter.key() + "=" + filter.value();
        };
    }

    /** One list of pods for each namespace, or one for all. */
    List<Selection> podSelections() {
        return namespaces.isEmpty()
                ? List.of(new Selection(null, labels, fields))
                : namespaces.stream().map(each -> new Selection(each, labels, fields)).toList();
    }

    /** The same for other objects of namespaces. */
    List<Selection> namespaceSelections() {
        return namespaces.isEmpty()
                ? List.of(Selection.all())
                : namespaces.stream().map(Selection::inNamespace).toList();
    }

    /** The nodes on which such pods may be. */
    Selection nodeSelection() {
        return node.isEmpty() ? Selection.all() : Selection.named(node);
    }
}
