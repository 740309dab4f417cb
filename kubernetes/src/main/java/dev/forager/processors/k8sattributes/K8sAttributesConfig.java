// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.k8sattributes;

import static dev.forager.pipeline.config.Validation.refuse;
import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.pipeline.config.ByteSize;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.pipeline.config.RemovedKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How resources are matched with pods, and what is written to them. */
public record K8sAttributesConfig(
        @Inline KubernetesConfig api,
        @Doc("Write nothing but `k8s.pod.ip`, from the connection; the API is not asked.")
                @Default("false")
                boolean passthrough,
        @Doc("What is written.") @Default("{}") Extract extract,
        @Doc("Which pods are known.") @Default("{}") FilterConfig filter,
        @Doc(
                        "Rules by which a resource finds its pod, in order; empty for `k8s.pod.ip`, `ip`, the connection, `host.name` if it is an address.")
                @Default("[]")
                List<PodAssociation> podAssociation,
        @Doc(
                        "Header of requests in which proxies name the sender, such as `x-forwarded-for`: its first address counts instead of the connection's. The receiver needs `include_metadata: true`. Forager's own.")
                @Default("''")
                String connectionHeader,
        @Doc("Pods that are left alone.") @Default("{}") Exclude exclude,
        @Doc("Start only when the API has told everything once, or fail to start.")
                @Default("false")
                boolean waitForMetadata,
        @Doc("Longest wait for that.") @Default("10s") Duration waitForMetadataTimeout,
        @Doc(
                        "Time between two checks of every pod's attributes against what they come from; 0 for none.")
                @Default("5m")
                Duration watchSyncPeriod,
        @Doc("How long a pod that is gone is still known.") @Default("120s")
                Duration podDeleteGracePeriod,
        @Doc("How long telemetry waits for what is not known yet; Forager's own.") @Default("{}")
                Hold hold) {
    private static final int MAX_SOURCES = 4;

    public K8sAttributesConfig {
        requireEach(
                podAssociation,
                "pod_association",
                (rule, key) ->
                        require(
                                rule.sources().size() <= MAX_SOURCES,
                                key + "::sources",
                                "too many association sources. limit is " + MAX_SOURCES));
        requireSense(waitForMetadataTimeout, "wait_for_metadata_timeout");
        requireSense(watchSyncPeriod, "watch_sync_period");
        requireSense(podDeleteGracePeriod, "pod_delete_grace_period");
    }

    private static void requireSense(Duration duration, String key) {
        require(!duration.isNegative(), key, "must not be negative");
    }

    /**
     * What is written.
     *
     * @param metadata attributes by name
     */
    public record Extract(
            @Doc("Attributes to write; the README lists all.")
                    @Default(
                            "[k8s.namespace.name, k8s.pod.name, k8s.pod.uid, k8s.pod.start_time, k8s.deployment.name, k8s.node.name, container.image.name, container.image.tag]")
                    List<String> metadata,
            @Doc("Labels to write.") @Default("[]") List<FieldExtract> labels,
            @Doc("Annotations to write.") @Default("[]") List<FieldExtract> annotations,
            @Doc(
                            "Write every annotation `resource.opentelemetry.io/<name>` of the pod as `<name>`.")
                    @Default("false")
                    boolean otelAnnotations,
            @Doc(
                            "Tell the deployment's name from the name of the replica set; false asks the API for replica sets.")
                    @Default("true")
                    boolean deploymentNameFromReplicaset) {
        public Extract {
            requireEach(
                    metadata,
                    "metadata",
                    (field, key) ->
                            require(
                                    MetadataField.find(field) != null,
                                    key,
                                    "\"%s\" is not a supported metadata field (expected: one of %s)"
                                            .formatted(field, MetadataField.names())));
        }
    }

    /** One label or annotation, or those whose keys match. */
    @RemovedKey(
            keys = "regex",
            advice = "extract the whole value, and take it apart with the processor transform")
    public record FieldExtract(
            @Doc("Attribute to write; with `key_regex` it may name groups, `$$1`.") @Default("''")
                    String tagName,
            @Doc("Key of the label or annotation.") @Default("''") String key,
            @Doc("RE2 pattern for whole keys.") @Default("''") String keyRegex,
            @Doc(
                            "Whose: `pod`, `namespace`, `node`, `deployment`, `replicaset`, `statefulset`, `daemonset`, `job`, `cronjob`.")
                    @Default("pod")
                    String from) {
        private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");
        private static final Pattern NUMBER = Pattern.compile("\\d+");

        public FieldExtract {
            from = from.isEmpty() ? "pod" : from;
            require(
                    key.isEmpty() || keyRegex.isEmpty(),
                    "key_regex",
                    "Out of Key or KeyRegex only one option is expected to be configured at a time, currently Key:%s and KeyRegex:%s"
                            .formatted(key, keyRegex));
            require(
                    Origin.find(from) != null,
                    "from",
                    "%s is not a valid choice for From. Must be one of: pod, namespace, deployment, replicaset, statefulset, daemonset, job, cronjob, node"
                            .formatted(from));
            checkPattern(keyRegex, "key_regex");
        }

        /** Why the rule does not do what it seems to; null if it does. No mistake in Go either. */
        @Nullable String doubt() {
            if (key.isEmpty() && keyRegex.isEmpty()) {
                return "neither key nor key_regex is set: nothing is written";
            }
            if (keyRegex.isEmpty() || tagName.isEmpty()) {
                return null;
            }
            Pattern pattern = Pattern.compile(keyRegex);
            if (pattern.groupCount() == 0) {
                return "tag_name does not count: key_regex has no groups";
            }
            Matcher reference = REFERENCE.matcher(tagName.replace("$$", " "));
            while (reference.find()) {
                String name = reference.group(1) == null ? reference.group(2) : reference.group(1);
                if (!isGroup(name, pattern)) {
                    return "key_regex has no group %s: it is empty in tag_name".formatted(name);
                }
            }
            return null;
        }

        private static boolean isGroup(String name, Pattern pattern) {
            return NUMBER.matches(name)
                    ? name.length() < 4 && Integer.parseInt(name) <= pattern.groupCount()
                    : pattern.namedGroups().containsKey(name);
        }
    }

    /** Which pods are known. */
    public record FilterConfig(
            @Doc("Pods of this node.") @Default("''") String node,
            @Doc("Environment variable that names the node; for an agent on each node.")
                    @Default("''")
                    String nodeFromEnvVar,
            @Doc("Pods of this namespace, or of the namespaces of a list.")
                    @Nullable Object namespace,
            @Doc("Pods with these labels.") @Default("[]") List<FieldFilter> labels,
            @Doc("Pods with these fields, such as `status.phase`.") @Default("[]")
                    List<FieldFilter> fields) {
        public FilterConfig {
            require(
                    namespace == null || namespace instanceof String || namespace instanceof List,
                    "namespace",
                    "expected a namespace or a list of namespaces");
            requireEach(
                    fields,
                    "fields",
                    (field, key) ->
                            require(
                                    !field.op().contains("exist"),
                                    key + "::op",
                                    field.invalidOp()));
        }

        /** The namespaces; empty for all. */
        List<String> namespaces() {
            return switch (namespace) {
                case null -> List.of();
                case List<?> list -> list.stream().map(String::valueOf).toList();
                case Object one -> one.toString().isEmpty() ? List.of() : List.of(one.toString());
            };
        }
    }

    /** A condition on a label or field. */
    public record FieldFilter(
            @Doc("Key of the label, or path of the field.") @Default("''") String key,
            @Doc("Value to compare with.") @Default("''") String value,
            @Doc("`equals`, `not-equals`; for labels also `exists`, `does-not-exist`.")
                    @Default("equals")
                    String op) {
        private static final List<String> OPERATIONS =
                List.of("equals", "not-equals", "exists", "does-not-exist");

        public FieldFilter {
            op = op.isEmpty() ? "equals" : op;
            require(OPERATIONS.contains(op), "op", invalid(op, key, value));
        }

        String invalidOp() {
            return invalid(op, key, value);
        }

        private static String invalid(String op, String key, String value) {
            return "'%s' is not a valid label filter operation for key=%s, value=%s"
                    .formatted(op, key, value);
        }
    }

    /** One rule: all of its sources must yield something. */
    public record PodAssociation(
            @Doc("Where the parts of the pod's identity come from; at most four.") @Default("[]")
                    List<Source> sources) {

        /** Why the rule does not do what it seems to; null if it does. */
        @Nullable String doubt() {
            if (sources.isEmpty()) {
                return "it has no sources: nothing is found by it";
            }
            return sources.stream().anyMatch(Source::isNothing)
                    ? "an attribute has no name: nothing is found by it"
                    : null;
        }
    }

    /** Where one part of a pod's identity comes from. */
    public record Source(
            @Doc("`connection` for the peer's address, or `resource_attribute`.") @Default("''")
                    String from,
            @Doc("Name of the attribute.") @Default("''") String name) {
        public Source {
            require(
                    from.equals("connection") || from.equals("resource_attribute"),
                    "from",
                    "invalid association source \"%s\" (expected: connection or resource_attribute)"
                            .formatted(from));
        }

        /** Whether it never yields anything, as no attribute is named. No mistake in Go either. */
        boolean isNothing() {
            return from.equals("resource_attribute") && name.isEmpty();
        }
    }

    /** Pods that are left alone. */
    public record Exclude(
            @Doc("Pods by name.") @Default("[{name: jaeger-agent}, {name: jaeger-collector}]")
                    List<ExcludePod> pods) {}

    /** Pods that are left alone. */
    public record ExcludePod(
            @Doc("RE2 pattern that is found in their names.") @Default("''") String name) {
        public ExcludePod {
            checkPattern(name, "name");
        }
    }

    /**
     * Telemetry that comes before its pod is known waits, in the request that brought it, so that
     * nothing is lost and the sender slows down.
     */
    public record Hold(
            @Doc("Longest wait for the first complete list; then telemetry goes on as it is.")
                    @Default("10s")
                    Duration syncTimeout,
            @Doc(
                            "Longest wait for a pod that is not known, as one that has just started; 0 for none.")
                    @Default("2s")
                    Duration podTimeout,
            @Doc("Most bytes that wait; what is beyond goes on as it is.") @Default("32MiB")
                    ByteSize maxBytes) {
        public Hold {
            require(!syncTimeout.isNegative(), "sync_timeout", "must not be negative");
            require(!podTimeout.isNegative(), "pod_timeout", "must not be negative");
        }
    }

    private static void checkPattern(String pattern, String key) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            refuse(new InvalidConfigException(String.valueOf(e.getMessage()), key));
        }
    }
}
