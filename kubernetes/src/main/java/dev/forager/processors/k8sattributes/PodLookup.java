// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.kubernetes.ApiResource;
import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.MetadataReader;
import dev.forager.kubernetes.Selection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks the API itself for pods, where no processor runs that could be asked. */
final class PodLookup {
    private static final int MOST = 50;
    private static final int PAGE = 500;

    private PodLookup() {}

    /** What the API says of an address, a name with or without namespace, a uid or a container. */
    static String of(String word, KubernetesClient client) throws IOException {
        String address = Addresses.canonical(word);
        List<Pod> pods = selected(address, client);
        if (pods.isEmpty() && word.indexOf('/') < 0) {
            pods = searched(address, client);
        }
        var out = new StringBuilder("The API at %s says:\n".formatted(client.server()));
        if (pods.isEmpty()) {
            out.append("  no pod has %s as %s\n".formatted(word, Explainer.WORDS));
        }
        pods.forEach(pod -> describe(pod, out));
        return out.toString();
    }

    private static List<Pod> selected(String word, KubernetesClient client) throws IOException {
        int slash = word.indexOf('/');
        String namespace = slash < 0 ? null : word.substring(0, slash);
        String field =
                Addresses.isAddress(word)
                        ? "status.podIP=" + word
                        : "metadata.name=" + word.substring(slash + 1);
        var pods = new ArrayList<Pod>();
        KubernetesClient.Page _ =
                client.list(
                        ApiResource.PODS,
                        new Selection(namespace, "", field),
                        MOST,
                        "",
                        reader(),
                        pods::add);
        return pods;
    }

    /** The API selects by neither a pod's second address nor its uid or containers. */
    private static List<Pod> searched(String word, KubernetesClient client) throws IOException {
        var pods = new ArrayList<Pod>();
        String next = "";
        do {
            KubernetesClient.Page page =
                    client.list(
                            ApiResource.PODS,
                            Selection.all(),
                            PAGE,
                            next,
                            reader(),
                            pod -> {
                                if (pods.size() < MOST && Explainer.isMeant(pod, word)) {
                                    pods.add(pod);
                                }
                            });
            next = page.next();
        } while (!next.isEmpty());
        return pods;
    }

    private static PodReader reader() {
        return new PodReader(
                new MetadataReader(key -> true, key -> key.contains("k8s-processor")), true);
    }

    private static void describe(Pod pod, StringBuilder out) {
        out.append(
                "  pod %s/%s, uid %s, addresses %s, on node %s, began %s, %s\n"
                        .formatted(
                                pod.metadata().namespace(),
                                pod.metadata().name(),
                                pod.metadata().uid(),
                                pod.addresses(),
                                pod.nodeName(),
                                pod.began(),
                                pod.phase()));
        if (pod.hostNetwork()) {
            out.append("    is in its node's network, so it is not found by address\n");
        }
        pod.metadata()
                .annotations()
                .forEach(
                        (key, value) ->
                                out.append("    annotation %s: %s\n".formatted(key, value)));
        pod.metadata()
                .owners()
                .forEach(
                        owner ->
                                out.append(
                                        "    belongs to %s %s\n"
                                                .formatted(owner.kind(), owner.name())));
        for (Pod.Container container : pod.containers()) {
            out.append("    container %s, image %s".formatted(container.name(), container.image()));
            container
                    .runs()
                    .forEach(
                            run ->
                                    out.append(
                                            ", %s after %d restarts"
                                                    .formatted(run.id(), run.restarts())));
            out.append('\n');
        }
    }
}
