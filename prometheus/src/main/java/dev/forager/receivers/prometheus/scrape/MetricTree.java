// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.prometheus.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Resources, scopes and families of one target, which stay from scrape to scrape, and what a scrape
 * put into them as one OTLP message. Confined to the loop of its target.
 */
final class MetricTree {
    private static final String SCOPE = "otel_scope_";

    /** The name that the collector's receiver gives to its scope. */
    private static final String OWN_SCOPE =
            "github.com/open-telemetry/opentelemetry-collector-contrib/receiver/prometheusreceiver";

    private final Function<ResourceId, Map<String, String>> attributes;
    private final String version;
    private final boolean trimsSuffixes;
    private final Map<ResourceId, ResourceNode> resources = new LinkedHashMap<>();
    private int sound;
    private int unsound;
    private int measured;

    /** Who exposes a series. */
    record ResourceId(String job, String instance) {}

    private record FamilyId(String name, boolean isNative, boolean isConverted) {}

    MetricTree(
            Function<ResourceId, Map<String, String>> attributes,
            String version,
            boolean trimsSuffixes) {
        this.attributes = attributes;
        this.version = version;
        this.trimsSuffixes = trimsSuffixes;
    }

    ResourceNode resource(ResourceId id) {
        return resources.computeIfAbsent(id, ResourceNode::new);
    }

    /** Forgets what no line makes any more. */
    void sweep() {
        for (ResourceNode resource : resources.values()) {
            for (ScopeNode scope : resource.scopes.values()) {
                scope.families.values().forEach(Family::sweep);
                scope.families.values().removeIf(Family::isEmpty);
            }
            resource.scopes.values().removeIf(scope -> scope.families.isEmpty());
        }
        resources.values().removeIf(each -> each.scopes.isEmpty() && each.infos.isEmpty());
    }

    /** Bytes of the export request of one scrape; 0 when there is no point. */
    int size(int scrape) {
        sound = 0;
        unsound = 0;
        measured = 0;
        for (ResourceNode resource : resources.values()) {
            int length = resource.size(scrape);
            measured += length == 0 ? 0 : Wire.sizeOfField(length);
        }
        return measured;
    }

    /** The export request that {@link #size} measured last. */
    Payload encode() {
        var out = new Wire(measured);
        for (ResourceNode resource : resources.values()) {
            if (resource.length > 0) {
                out.open(1, resource.length);
                resource.write(out);
            }
        }
        return Payload.encoded(Signal.METRICS, out.finish(), sound);
    }

    /** Histograms that the last message leaves out since their numbers contradict each other. */
    int unsound() {
        return unsound;
    }

    /** A resource with its scopes. */
    final class ResourceNode {
        private final Map<String, String> base;
        private final Map<Labels, ScopeNode> scopes = new LinkedHashMap<>();

        /** Labels of each series of target_info, with the scrape that had it last. */
        private final Map<Labels, Integer> infos = new LinkedHashMap<>();

        private byte[] encoded = {};
        private Map<String, String> encodedAttributes = Map.of();
        private int length;

        ResourceNode(ResourceId id) {
            base = attributes.apply(id);
        }

        /** The scope that a series names with its labels. */
        ScopeNode scope(Labels labels) {
            var names = new Labels.Builder();
            for (int i = 0; i < labels.size(); i++) {
                if (labels.name(i).startsWith(SCOPE)) {
                    names.set(labels.name(i), labels.value(i));
                }
            }
            return scopes.computeIfAbsent(names.build(), ScopeNode::new);
        }

        void info(Labels labels, int scrape) {
            infos.put(labels, scrape);
        }

        void forgetInfo(Labels labels) {
            infos.remove(labels);
        }

        private int size(int scrape) {
            int scopesSize = 0;
            for (ScopeNode scope : scopes.values()) {
                int size = scope.size(scrape);
                scopesSize += size == 0 ? 0 : Wire.sizeOfField(size);
            }
            if (scopesSize == 0) {
                length = 0;
                return 0;
            }
            encode(scrape);
            length = Wire.sizeOfField(encoded.length) + scopesSize;
            return length;
        }

        private void encode(int scrape) {
            Map<String, String> attributes = new LinkedHashMap<>(base);
            infos.forEach(
                    (labels, seen) -> {
                        if (seen == scrape) {
                            addInfo(labels, attributes);
                        }
                    });
            if (!attributes.equals(encodedAttributes)) {
                encodedAttributes = attributes;
                List<byte[]> parts = new ArrayList<>();
                attributes.forEach((key, value) -> parts.add(Wire.attribute(1, key, value)));
                encoded = Wire.join(parts.toArray(byte[][]::new));
            }
        }

        private static void addInfo(Labels labels, Map<String, String> attributes) {
            for (int i = 0; i < labels.size(); i++) {
                switch (labels.name(i)) {
                    case "job", "instance", Labels.NAME -> {}
                    default -> attributes.put(labels.name(i), labels.value(i));
                }
            }
        }

        private void write(Wire out) {
            out.open(1, encoded.length).raw(encoded);
            for (ScopeNode scope : scopes.values()) {
                if (scope.length > 0) {
                    out.open(2, scope.length);
                    scope.write(out);
                }
            }
        }
    }

    /** A scope with its families. */
    final class ScopeNode {
        private final Map<FamilyId, Family> families = new LinkedHashMap<>();
        private final byte[] head;
        private final byte[] schemaUrl;
        private int length;
        private int[] sizes = new int[16];

        ScopeNode(Labels labels) {
            Map<String, String> attributes = new TreeMap<>();
            for (int i = 0; i < labels.size(); i++) {
                attributes.put(labels.name(i).substring(SCOPE.length()), labels.value(i));
            }
            boolean isOwn = attributes.isEmpty();
            String name = isOwn ? OWN_SCOPE : take(attributes, "name");
            String scopeVersion = isOwn ? version : take(attributes, "version");
            schemaUrl = Wire.text(3, take(attributes, "schema_url"));
            List<byte[]> parts = new ArrayList<>();
            parts.add(Wire.text(1, name));
            parts.add(Wire.text(2, scopeVersion));
            attributes.forEach((key, value) -> parts.add(Wire.attribute(3, key, value)));
            byte[] scope = Wire.join(parts.toArray(byte[][]::new));
            head =
                    new Wire(Wire.sizeOfField(scope.length))
                            .open(1, scope.length)
                            .raw(scope)
                            .finish();
        }

        private static String take(Map<String, String> attributes, String key) {
            String value = attributes.remove(key);
            return value == null ? "" : value;
        }

        Family family(String name, PointKind kind, Metadata metadata, boolean isNative) {
            return families.computeIfAbsent(
                    new FamilyId(name, isNative, false),
                    _ -> new Family(name, kind, metadata, trimsSuffixes, false));
        }

        /** Histograms of lines that are one sample together. */
        Family converted(String name, Metadata metadata) {
            return families.computeIfAbsent(
                    new FamilyId(name, false, true),
                    _ -> new Family(name, PointKind.HISTOGRAM, metadata, trimsSuffixes, true));
        }

        private int size(int scrape) {
            if (sizes.length < families.size()) {
                sizes = new int[2 * families.size()];
            }
            int metrics = 0;
            int index = 0;
            for (Family family : families.values()) {
                int size = family.size(scrape);
                sizes[index++] = size;
                sound += family.sound;
                unsound += family.unsound;
                if (size > 0) {
                    metrics += Wire.sizeOfField(size);
                }
            }
            length = metrics == 0 ? 0 : head.length + metrics + schemaUrl.length;
            return length;
        }

        private void write(Wire out) {
            out.raw(head);
            int index = 0;
            for (Family family : families.values()) {
                int size = sizes[index++];
                if (size > 0) {
                    out.open(2, size);
                    family.write(out);
                }
            }
            out.raw(schemaUrl);
        }
    }
}
