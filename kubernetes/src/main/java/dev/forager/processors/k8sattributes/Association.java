// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a resource names its pod, and by which a pod is filed so that it is found. The
 * first rule whose parts all yield something decides; if no pod is filed there, no later rule is
 * tried, as in the Go collector. Immutable.
 */
final class Association {
    private static final char BETWEEN = '\0';
    private static final String HOST_NAME = "host.name";

    private final List<Rule> rules;

    /** Of each map of the directory, what its keys are made of. */
    private final List<List<Filing>> slots = new ArrayList<>();

    /** What a key says of a pod. */
    private sealed interface Filing {
        /**
         * Its address; of a pod in its node's network, where all share one, and of a pod that has
         * ended, whose address may be another's, only beside something that is its own.
         */
        record Address() implements Filing {}

        /** Its uid. */
        record Uid() implements Filing {}

        /** Its name. */
        record Name() implements Filing {}

        /** Its namespace. */
        record Namespace() implements Filing {}

        /** One of its containers. */
        record ContainerId() implements Filing {}

        /** One of the attributes that it is given. */
        record Attribute(String name) implements Filing {}
    }

    /**
     * A part of a rule.
     *
     * @param attribute to read; null for the connection
     * @param filing what it says of a pod
     * @param mustBeAddress whether other values count as none
     * @param namesAddress whether its value is the pod's address for sure
     */
    private record Part(
            @Nullable Key attribute, Filing filing, boolean mustBeAddress, boolean namesAddress) {
        @Nullable String read(Attributes resource, @Nullable String connection) {
            if (attribute == null) {
                return connection;
            }
            Value value = resource.get(attribute);
            String text = value instanceof Value.Str str ? str.string() : "";
            if (text.isEmpty() || (mustBeAddress && !Addresses.isAddress(text))) {
                return null;
            }
            return filing instanceof Filing.Address ? Addresses.canonical(text) : text;
        }
    }

    /** A rule. Immutable. */
    static final class Rule {
        private final List<Part> parts;
        private final int number;
        private final int slot;
        private final String label;
        private final String text;

        private Rule(List<Part> parts, int number, int slot, String label, String text) {
            this.parts = parts;
            this.number = number;
            this.slot = slot;
            this.label = label;
            this.text = text;
        }

        /** Its place among the rules, from 0. */
        int number() {
            return number;
        }

        /** The map of the directory in which it looks. */
        int slot() {
            return slot;
        }

        /** Whether it looks at nothing but the connection. */
        boolean isConnection() {
            return parts.size() == 1 && parts.getFirst().attribute == null;
        }

        /** As the Go collector's metrics name it. */
        String label() {
            return label;
        }

        /** For people. */
        @Override
        public String toString() {
            return text;
        }

        /** What the resource says by this rule; null if a part is missing. */
        @Nullable Identifier read(Attributes resource, @Nullable String connection) {
            String address = null;
            String key = "";
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                String value = part.read(resource, connection);
                if (value == null) {
                    return null;
                }
                address = address == null && part.namesAddress ? value : address;
                key = i == 0 ? value : key + BETWEEN + value;
            }
            return new Identifier(this, key, address);
        }
    }

    /**
     * What a resource says of its pod.
     *
     * @param rule that decided
     * @param key in the rule's map
     * @param address the pod's, where the rule knows it
     */
    record Identifier(Rule rule, String key, @Nullable String address) {}

    /** A key for people. */
    static String shown(String key) {
        return key.replace(BETWEEN, ' ');
    }

    /** Reads the rules; none stand for the usual ones. */
    Association(List<K8sAttributesConfig.PodAssociation> configs) {
        var read = new ArrayList<Rule>();
        Map<List<Filing>, Integer> known = new HashMap<>();
        if (configs.isEmpty()) {
            for (String attribute : List.of("k8s.pod.ip", "ip", "", HOST_NAME)) {
                add(read, known, List.of(addressPart(attribute)), "connection");
            }
        }
        for (K8sAttributesConfig.PodAssociation config : configs) {
            List<Part> parts = config.sources().stream().map(Association::part).toList();
            if (config.doubt() == null) {
                add(read, known, parts, label(config));
            }
        }
        rules = List.copyOf(read);
    }

    private void add(
            List<Rule> to, Map<List<Filing>, Integer> known, List<Part> parts, String label) {
        List<Filing> filings = parts.stream().map(Part::filing).toList();
        Integer slot = known.putIfAbsent(filings, slots.size());
        if (slot == null) {
            slot = slots.size();
            slots.add(filings);
        }
        to.add(new Rule(parts, to.size(), slot, label, text(parts)));
    }

    private static String text(List<Part> parts) {
        return String.join(
                " and ",
                parts.stream()
                        .map(
                                part ->
                                        part.attribute == null
                                                ? "the connection's address"
                                                : "the attribute " + part.attribute.name())
                        .toList());
    }

    private static String label(K8sAttributesConfig.PodAssociation config) {
        return String.join(
                "+",
                config.sources().stream()
                        .map(
                                source ->
                                        source.from().equals("connection")
                                                ? source.from()
                                                : source.from() + "/" + source.name())
                        .toList());
    }

    /** Of the usual rules; the empty name stands for the connection. */
    private static Part addressPart(String attribute) {
        return new Part(
                attribute.isEmpty() ? null : Key.of(attribute),
                new Filing.Address(),
                attribute.equals(HOST_NAME),
                true);
    }

    private static Part part(K8sAttributesConfig.Source source) {
        if (source.from().equals("connection")) {
            return addressPart("");
        }
        Filing filing =
                switch (source.name()) {
                    case "k8s.pod.ip", HOST_NAME -> new Filing.Address();
                    case "k8s.pod.uid" -> new Filing.Uid();
                    case "k8s.pod.name" -> new Filing.Name();
                    case "k8s.namespace.name" -> new Filing.Namespace();
                    case "container.id" -> new Filing.ContainerId();
                    default -> new Filing.Attribute(source.name());
                };
        return new Part(Key.of(source.name()), filing, source.name().equals(HOST_NAME), false);
    }

    /** In their order. */
    List<Rule> rules() {
        return rules;
    }

    /** How many maps the directory needs. */
    int slots() {
        return slots.size();
    }

    /** Whether containers have to be known to file pods. */
    boolean needsContainers() {
        return slots.stream().anyMatch(parts -> parts.contains(new Filing.ContainerId()));
    }

    /** What the resource says of its pod; null if no rule is complete. */
    @Nullable Identifier identify(Attributes resource, @Nullable String connection) {
        for (int i = 0; i < rules.size(); i++) {
            Identifier found = rules.get(i).read(resource, connection);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /**
     * Where a pod is filed.
     *
     * @param attributes that it is given, by name
     * @param hasAddress whether its address is its own
     */
    List<PodEntry.SlotKey> keys(Pod pod, Map<String, String> attributes, boolean hasAddress) {
        var keys = new ArrayList<PodEntry.SlotKey>();
        for (int slot = 0; slot < slots.size(); slot++) {
            List<String> combined = List.of("");
            List<Filing> parts = slots.get(slot);
            boolean locates = (hasAddress && !pod.hostNetwork()) || nameIt(parts);
            for (int i = 0; i < parts.size(); i++) {
                boolean isNothing = parts.get(i) instanceof Filing.Address() && !locates;
                combined =
                        combine(
                                combined,
                                i,
                                isNothing ? List.of() : values(parts.get(i), pod, attributes));
            }
            for (String key : combined) {
                keys.add(new PodEntry.SlotKey(slot, key));
            }
        }
        return List.copyOf(keys);
    }

    private static List<String> combine(List<String> before, int part, List<String> values) {
        var combined = new ArrayList<String>(before.size() * values.size());
        for (String left : before) {
            for (String right : values) {
                combined.add(part == 0 ? right : left + BETWEEN + right);
            }
        }
        return combined;
    }

    private static boolean nameIt(List<Filing> parts) {
        return parts.contains(new Filing.Uid())
                || parts.contains(new Filing.Name())
                || parts.contains(new Filing.ContainerId());
    }

    private static List<String> values(Filing filing, Pod pod, Map<String, String> attributes) {
        return switch (filing) {
            case Filing.Address() -> pod.addresses().stream().map(Addresses::canonical).toList();
            case Filing.Uid() -> List.of(pod.metadata().uid());
            case Filing.Name() -> List.of(pod.metadata().name());
            case Filing.Namespace() -> List.of(pod.metadata().namespace());
            case Filing.ContainerId() ->
                    pod.containers().stream()
                            .flatMap(container -> container.runs().stream())
                            .map(Pod.Run::id)
                            .toList();
            case Filing.Attribute(String name) -> {
                String value = attributes.get(name);
                yield value == null || value.isEmpty() ? List.of() : List.of(value);
            }
        };
    }
}
