// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.processors.k8sattributes.MetadataField.CLUSTER_UID;
import static dev.forager.processors.k8sattributes.MetadataField.CONTAINER_ID;
import static dev.forager.processors.k8sattributes.MetadataField.CRONJOB_UID;
import static dev.forager.processors.k8sattributes.MetadataField.DEPLOYMENT_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.DEPLOYMENT_UID;
import static dev.forager.processors.k8sattributes.MetadataField.IMAGE_TAG;
import static dev.forager.processors.k8sattributes.MetadataField.IMAGE_TAGS;
import static dev.forager.processors.k8sattributes.MetadataField.NODE_UID;
import static dev.forager.processors.k8sattributes.MetadataField.SERVICE_NAME;
import static dev.forager.processors.k8sattributes.MetadataField.SERVICE_VERSION;

import com.google.re2j.Pattern;
import dev.forager.pipeline.Gates;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is to be known of pods and the objects around them. Immutable. */
final class ExtractionRules {
    /** Emit the names of the present semantic conventions. */
    static final String EMIT_V1 = "processor.k8sattributes.EmitV1K8sConventions";

    /** Emit the former names no more. */
    static final String DONT_EMIT_V0 = "processor.k8sattributes.DontEmitV0K8sConventions";

    /** A pod that says {@code true} here is left alone. */
    static final String IGNORE = "opentelemetry.io/k8s-processor.ignore";

    /** The same before Kubernetes refused two slashes in a key. */
    private static final String IGNORE_OLD = "opentelemetry.io/k8s-processor/ignore";

    static final String INSTANCE_LABEL = "app.kubernetes.io/instance";
    static final String NAME_LABEL = "app.kubernetes.io/name";
    static final String VERSION_LABEL = "app.kubernetes.io/version";
    static final String TEMPLATE_HASH_LABEL = "pod-template-hash";

    private static final String OTEL_ANNOTATIONS = "resource\\.opentelemetry\\.io/(.+)";

    private static final Set<MetadataField> OF_CONTAINERS =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            MetadataField.CONTAINER_NAME,
                            CONTAINER_ID,
                            MetadataField.IMAGE_NAME,
                            IMAGE_TAG,
                            IMAGE_TAGS,
                            MetadataField.IMAGE_REPO_DIGESTS,
                            SERVICE_VERSION,
                            MetadataField.SERVICE_INSTANCE_ID));

    private final Set<MetadataField> fields;
    private final List<FieldRule> labels;
    private final List<FieldRule> annotations;
    private final List<Pattern> excluded;
    private final boolean v0;
    private final boolean v1;
    private final boolean asksForReplicaSets;

    /**
     * Reads the rules.
     *
     * @throws IllegalArgumentException when the gates contradict each other
     */
    ExtractionRules(K8sAttributesConfig config, Gates gates) {
        v1 = gates.isEnabled(EMIT_V1, false);
        v0 = !gates.isEnabled(DONT_EMIT_V0, false);
        if (!v0 && !v1) {
            throw new IllegalArgumentException(
                    DONT_EMIT_V0 + " cannot be enabled without enabling " + EMIT_V1);
        }
        fields = EnumSet.noneOf(MetadataField.class);
        for (String name : config.extract().metadata()) {
            MetadataField field = MetadataField.find(name);
            if (field != null) {
                fields.add(field);
            }
        }
        labels = rules(config.extract().labels(), "label", "labels");
        annotations = new ArrayList<>();
        if (config.extract().otelAnnotations()) {
            annotations.add(
                    FieldRule.of(
                            new K8sAttributesConfig.FieldExtract("$1", "", OTEL_ANNOTATIONS, "pod"),
                            List.of()));
        }
        annotations.addAll(rules(config.extract().annotations(), "annotation", "annotations"));
        excluded =
                config.exclude().pods().stream().map(each -> Pattern.compile(each.name())).toList();
        asksForReplicaSets =
                has(DEPLOYMENT_UID)
                        || hasRule(Origin.REPLICASET)
                        || (!config.extract().deploymentNameFromReplicaset()
                                && (has(DEPLOYMENT_NAME) || has(SERVICE_NAME)));
    }

    private List<FieldRule> rules(
            List<K8sAttributesConfig.FieldExtract> configs, String singular, String plural) {
        return configs.stream()
                .map(config -> FieldRule.of(config, names(config.from(), singular, plural)))
                .toList();
    }

    private List<String> names(String from, String singular, String plural) {
        Origin origin = Origin.find(from);
        var names = new ArrayList<String>(2);
        if (origin != null && origin.hadPlural() && v0) {
            names.add("k8s." + from + "." + plural + ".%s");
        }
        if (origin == null || !origin.hadPlural() || v1) {
            names.add("k8s." + from + "." + singular + ".%s");
        }
        return names;
    }

    boolean has(MetadataField field) {
        return fields.contains(field);
    }

    /** Whether the tag is written as a text. */
    boolean hasOldTag() {
        return v0 && hasTag();
    }

    /** Whether the tag is written as a list of one text. */
    boolean hasTags() {
        return v1 && hasTag();
    }

    private boolean hasTag() {
        return has(IMAGE_TAG) || has(IMAGE_TAGS);
    }

    /** Whether anything of containers is wanted. */
    boolean hasContainers() {
        return !Collections.disjoint(fields, OF_CONTAINERS);
    }

    /** Whether replica sets are asked for, where the name of one does not say enough. */
    boolean asksForReplicaSets() {
        return asksForReplicaSets;
    }

    /** Whether anything of such objects is needed beside what pods themselves say. */
    boolean needs(Origin origin) {
        return switch (origin) {
            case POD -> true;
            case NAMESPACE -> hasRule(origin);
            case NODE -> hasRule(origin) || has(NODE_UID);
            case DEPLOYMENT, STATEFULSET, DAEMONSET, CRONJOB -> hasRule(origin);
            case REPLICASET -> asksForReplicaSets;
            case JOB -> hasRule(origin) || has(CRONJOB_UID) || hasRule(Origin.CRONJOB);
        };
    }

    /** Whether nothing of namespaces is needed but the one whose uid stands for the cluster's. */
    boolean needsClusterUidOnly() {
        return has(CLUSTER_UID) && !needs(Origin.NAMESPACE);
    }

    /** Whether a label or annotation of such objects is written. */
    boolean hasRule(Origin origin) {
        return labels.stream().anyMatch(rule -> rule.origin() == origin)
                || annotations.stream().anyMatch(rule -> rule.origin() == origin);
    }

    /** Whether a label of this key has to be kept. */
    boolean wantsLabel(Origin origin, String key) {
        if (origin == Origin.POD) {
            switch (key) {
                case TEMPLATE_HASH_LABEL -> {
                    return has(DEPLOYMENT_NAME)
                            || has(SERVICE_NAME)
                            || hasRule(Origin.DEPLOYMENT)
                            || wanted(labels, origin, key);
                }
                case INSTANCE_LABEL, NAME_LABEL -> {
                    if (has(SERVICE_NAME)) {
                        return true;
                    }
                }
                case VERSION_LABEL -> {
                    if (has(SERVICE_VERSION)) {
                        return true;
                    }
                }
                default -> {}
            }
        }
        return wanted(labels, origin, key);
    }

    /** Whether an annotation of this key has to be kept. */
    boolean wantsAnnotation(Origin origin, String key) {
        return (origin == Origin.POD && (key.equals(IGNORE) || key.equals(IGNORE_OLD)))
                || wanted(annotations, origin, key);
    }

    private static boolean wanted(List<FieldRule> rules, Origin origin, String key) {
        for (FieldRule rule : rules) {
            if (rule.origin() == origin && rule.wants(key)) {
                return true;
            }
        }
        return false;
    }

    /** Writes the labels of an object. */
    void writeLabels(Origin origin, Map<String, String> from, Map<String, String> to) {
        write(labels, origin, from, to);
    }

    /** Writes the annotations of an object. */
    void writeAnnotations(Origin origin, Map<String, String> from, Map<String, String> to) {
        write(annotations, origin, from, to);
    }

    private static void write(
            List<FieldRule> rules,
            Origin origin,
            Map<String, String> from,
            Map<String, String> to) {
        for (FieldRule rule : rules) {
            if (rule.origin() == origin) {
                rule.write(from, to);
            }
        }
    }

    /** Why a pod is left alone; null if it is not. */
    @Nullable String reasonToIgnore(Pod pod) {
        Map<String, String> own = pod.metadata().annotations();
        for (String key : List.of(IGNORE, IGNORE_OLD)) {
            String value = own.get(key);
            if (value != null && value.strip().equalsIgnoreCase("true")) {
                return "its annotation " + key + " says so";
            }
        }
        for (Pattern pattern : excluded) {
            if (pattern.matcher(pod.metadata().name()).find()) {
                return "exclude::pods has the name " + pattern.pattern();
            }
        }
        return null;
    }
}
