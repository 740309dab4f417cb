// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.kubernetes.WatchStatus;
import dev.forager.pdata.KeyValue;
import dev.forager.pipeline.ComponentId;
import dev.forager.pipeline.StatusPage;
import dev.forager.processors.k8sattributes.Association.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Says which pod an address, a uid, a name or a container leads to, by which rule, and why not:
 * what users of this processor ask most. Thread-safe.
 *
 * @param id of the processor
 * @param association its rules
 * @param filter which pods it knows
 * @param directory what it knows
 * @param cluster how the API is
 * @param grace how long pods are known after their end
 * @param nanoClock monotonic
 */
record Explainer(
        ComponentId id,
        Association association,
        PodFilter filter,
        Directory directory,
        Cluster cluster,
        Duration grace,
        LongSupplier nanoClock)
        implements StatusPage {
    static final String NAME = "k8sz";
    static final String TITLE = "Kubernetes";
    static final String WORDS = "address, pod, uid or container";

    private static final int MOST_PODS = 20;

    /** Shorter beginnings of a container's ID say too little (chosen). */
    private static final int LEAST_ID = 8;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public String asksFor() {
        return WORDS;
    }

    @Override
    public String text(Map<String, String> parameters) {
        String word = parameters.getOrDefault("q", "").strip();
        var out = new StringBuilder(id + "\n");
        overview(out);
        if (!word.isEmpty()) {
            out.append('\n');
            explain(word, out);
        }
        return out.toString();
    }

    private void overview(StringBuilder out) {
        out.append("  knows %d pods; %s\n".formatted(directory.size(), synced()));
        for (Map.Entry<String, WatchStatus> each : cluster.statuses().entrySet()) {
            WatchStatus status = each.getValue();
            out.append(
                    "  %s: %s%s\n"
                            .formatted(
                                    each.getKey(),
                                    status.state().name().toLowerCase(Locale.ROOT),
                                    status.text().isEmpty() ? "" : ", " + status.text()));
        }
        for (Rule rule : association.rules()) {
            out.append("  rule %d: %s\n".formatted(rule.number() + 1, rule));
        }
        out.append(
                "  the first rule that is complete decides, also where it finds nothing%s\n"
                        .formatted(filtered()));
    }

    private String synced() {
        if (!cluster.isSynced()) {
            return "not everything was told yet, so telemetry waits or goes on as it is";
        }
        List<String> neverTold = cluster.neverTold();
        return neverTold.isEmpty()
                ? "everything was told once"
                : "never told: " + String.join(", ", neverTold);
    }

    private String filtered() {
        var parts = new ArrayList<String>();
        if (!filter.namespaces().isEmpty()) {
            parts.add("namespaces " + String.join(", ", filter.namespaces()));
        }
        if (!filter.fields().isEmpty()) {
            parts.add("fields " + filter.fields());
        }
        if (!filter.labels().isEmpty()) {
            parts.add("labels " + filter.labels());
        }
        return parts.isEmpty() ? "" : "\n  filter: " + String.join("; ", parts);
    }

    private void explain(String word, StringBuilder out) {
        List<PodEntry> found = find(Addresses.canonical(word));
        if (found.isEmpty()) {
            out.append("%s: no pod that is known has it.\n".formatted(word));
            whyUnknown(word, out);
        }
        for (PodEntry entry : found) {
            describe(word, entry, out);
        }
    }

    private List<PodEntry> find(String word) {
        var found = new ArrayList<PodEntry>();
        for (PodEntry entry : directory.pods()) {
            if (found.size() < MOST_PODS && isMeant(entry.pod(), word)) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Whether a word names a pod. */
    static boolean isMeant(Pod pod, String word) {
        String name = pod.metadata().name();
        return pod.metadata().uid().equals(word)
                || name.equals(word)
                || (pod.metadata().namespace() + "/" + name).equals(word)
                || pod.addresses().stream().map(Addresses::canonical).anyMatch(word::equals)
                || (word.length() >= LEAST_ID
                        && pod.containers().stream()
                                .flatMap(container -> container.runs().stream())
                                .anyMatch(run -> run.id().startsWith(word)));
    }

    private void whyUnknown(String word, StringBuilder out) {
        if (!cluster.isSynced()) {
            out.append("  Not everything was told yet (above).\n");
        }
        String missing = cluster.missing();
        if (!missing.isEmpty()) {
            out.append("  The API does not tell: %s\n".formatted(missing));
        }
        if (!filtered().isEmpty()) {
            out.append("  A pod outside of the filter (above) is not known.\n");
        }
        if (Addresses.isAddress(word)) {
            out.append(
                    "  Behind a proxy, a service mesh or another collector the connection's address is theirs: let the agent write k8s.pod.ip (passthrough: true), name the header with the sender (connection_header), or associate by k8s.pod.uid.\n");
        }
    }

    private void describe(String word, PodEntry entry, StringBuilder out) {
        Pod pod = entry.pod();
        out.append(
                "%s: pod %s/%s, uid %s, addresses %s, on node %s, began %s, %s%s\n"
                        .formatted(
                                word,
                                pod.metadata().namespace(),
                                pod.metadata().name(),
                                entry.uid(),
                                pod.addresses(),
                                pod.nodeName(),
                                pod.began(),
                                pod.phase(),
                                gone(entry)));
        if (entry.ignored() != null) {
            out.append("  Nothing is written: %s.\n".formatted(entry.ignored()));
            return;
        }
        if (pod.hostNetwork()) {
            out.append(
                    "  It is in its node's network and shares the address with others there, so it is not found by address: associate by k8s.pod.uid, container.id, or name and namespace.\n");
        }
        if (pod.isFinished() && !pod.hostNetwork()) {
            out.append(
                    "  It has ended, so its address may be another pod's by now and finds it for %d s at most.\n"
                            .formatted(grace.toSeconds()));
        }
        for (Rule rule : association.rules()) {
            out.append(
                    "  rule %d, %s: %s\n".formatted(rule.number() + 1, rule, finds(rule, entry)));
        }
        attributes(entry, out);
    }

    private String gone(PodEntry entry) {
        if (!entry.isGone()) {
            return "";
        }
        long seconds = Duration.ofNanos(nanoClock.getAsLong() - entry.goneAt()).toSeconds();
        return ", deleted %d s ago, known for %d s after its end"
                .formatted(seconds, grace.toSeconds());
    }

    private String finds(Rule rule, PodEntry entry) {
        var out = new ArrayList<String>();
        for (PodEntry.SlotKey at : entry.keys()) {
            if (at.slot() == rule.slot()) {
                PodEntry present = directory.at(at);
                boolean own = present != null && present.uid().equals(entry.uid());
                String shown = Association.shown(at.key());
                out.add(
                        own
                                ? "finds it by " + shown
                                : "%s leads to %s, which began later"
                                        .formatted(
                                                shown,
                                                present == null
                                                        ? "nothing"
                                                        : present.pod().metadata().name()));
            }
        }
        return out.isEmpty() ? "does not lead to it" : String.join("; ", out);
    }

    private static void attributes(PodEntry entry, StringBuilder out) {
        for (KeyValue each : entry.attributes()) {
            out.append("  writes %s = %s\n".formatted(each.key(), each.value()));
        }
        for (PodEntry.ContainerEntry container : entry.containers()) {
            out.append("  container %s:".formatted(container.name()));
            container.attributes().forEach(each -> out.append(" ").append(each));
            for (PodEntry.RunEntry run : container.runs()) {
                out.append(" [restarts %d: %s]".formatted(run.restarts(), run.id()));
            }
            out.append('\n');
        }
    }
}
