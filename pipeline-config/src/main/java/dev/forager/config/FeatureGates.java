// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.pipeline.ServiceView.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Switches for behaviour that is not settled yet, with the ids, stages and texts of the Go
 * collector 0.165 and of those contrib components that are here and have what a gate switches.
 * Other gates of contrib are accepted, so that a command line can stay as it is. Immutable.
 */
public final class FeatureGates {
    /** Lists of the service are joined when configurations are merged. */
    public static final String MERGE_APPEND = "confmap.enableMergeAppendOption";

    /** A service may have no pipelines. */
    public static final String ALLOW_NO_PIPELINES = "service.AllowNoPipelines";

    /** Pipelines may carry profiles. */
    public static final String PROFILES = "service.profilesSupport";

    /** Exporters batch by default. */
    public static final String QUEUE_BATCH = "pkg.exporterhelper.queueBatchEnabled";

    private final Map<String, Gate> gates;
    private final List<String> notes;

    private FeatureGates(Map<String, Gate> gates, List<String> notes) {
        this.gates = gates;
        this.notes = List.copyOf(notes);
    }

    /** Every gate as it is when nobody switches it. */
    public static FeatureGates defaults() {
        var gates = new TreeMap<String, Gate>();
        UpstreamNames.gates().forEach(gate -> gates.put(gate.id(), gate));
        return new FeatureGates(gates, List.of());
    }

    /**
     * The gates after the arguments of {@code --feature-gates}, in order.
     *
     * @param flags lists such as {@code a,+b,-c}
     * @throws ConfigException with the collector's text
     */
    public static FeatureGates parse(List<String> flags) throws ConfigException {
        FeatureGates defaults = defaults();
        var gates = new TreeMap<>(defaults.gates);
        var notes = new ArrayList<String>();
        for (String flag : flags) {
            var errors = new ArrayList<String>();
            String[] ids = flag.isEmpty() ? new String[0] : flag.split(",", -1);
            for (int i = 0; i < ids.length; i++) {
                String error =
                        ids[i].isEmpty()
                                ? "empty feature gate identifier at index " + i
                                : set(gates, ids[i], notes);
                if (error != null) {
                    errors.add(error);
                }
            }
            if (!errors.isEmpty()) {
                throw ConfigException.of(
                        "invalid argument \"%s\" for \"--feature-gates\" flag: %s"
                                .formatted(flag, String.join("; ", errors)));
            }
        }
        return new FeatureGates(gates, notes);
    }

    /** Sets one gate; the answer is what is wrong. */
    private static @Nullable String set(Map<String, Gate> gates, String word, List<String> notes) {
        boolean enabled = word.charAt(0) != '-';
        String id = enabled && word.charAt(0) != '+' ? word : word.substring(1);
        Gate gate = gates.get(id);
        String stage = gate == null ? UpstreamNames.otherGates().get(id) : gate.stage();
        if (stage == null) {
            return "no such feature gate \"%s\"%s. valid gates: [%s]"
                    .formatted(
                            id,
                            Suggestion.hint(id, gates.keySet()),
                            String.join(" ", gates.keySet()));
        }
        switch (stage) {
            case "Stable" -> {
                if (!enabled) {
                    return "feature gate \"%s\" is stable, can not be disabled".formatted(id);
                }
                notes.add(settled(id, "stable and already enabled", gate));
            }
            case "Deprecated" -> {
                if (enabled) {
                    return "feature gate \"%s\" is deprecated, can not be enabled".formatted(id);
                }
                notes.add(settled(id, "deprecated and already disabled", gate));
            }
            default -> {
                // A gate that only a component knows is passed on to it; it knows what it is about.
                Gate known = gate != null ? gate : new Gate(id, enabled, stage, "", "", "");
                gates.put(id, switched(known, enabled));
            }
        }
        return null;
    }

    private static String settled(String id, String state, @Nullable Gate gate) {
        String version = gate == null ? "" : gate.toVersion();
        return version.isEmpty()
                ? "Feature gate \"%s\" is %s.".formatted(id, state)
                : "Feature gate \"%s\" is %s. It will be removed in version %s and continued use of the gate after version %s will result in an error."
                        .formatted(id, state, bare(version), bare(version));
    }

    private static String bare(String version) {
        return version.startsWith("v") ? version.substring(1) : version;
    }

    private static Gate switched(Gate gate, boolean enabled) {
        return new Gate(
                gate.id(),
                enabled,
                gate.stage(),
                gate.description(),
                gate.fromVersion(),
                gate.toVersion());
    }

    /** Whether the gate is on; an unknown one is off. */
    public boolean isEnabled(String id) {
        Gate gate = gates.get(id);
        return gate != null && gate.enabled();
    }

    /** The gates, sorted by id. */
    public List<Gate> all() {
        return List.copyOf(gates.values());
    }

    /** One gate; null when there is none of that id. */
    public @Nullable Gate find(String id) {
        return gates.get(id);
    }

    /** Lines about settled gates that were switched; the collector prints them on stdout. */
    public List<String> notes() {
        return notes;
    }

    /** The state as the collector's help shows it: {@code -a,b,-c}. */
    @Override
    public String toString() {
        return gates.values().stream()
                .map(gate -> gate.enabled() ? gate.id() : "-" + gate.id())
                .collect(Collectors.joining(","));
    }
}
