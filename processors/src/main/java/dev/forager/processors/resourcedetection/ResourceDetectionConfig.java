// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import static dev.forager.pipeline.config.Validation.require;
import static dev.forager.pipeline.config.Validation.requireEach;
import static java.util.Map.entry;

import dev.forager.kubernetes.ApiServer;
import dev.forager.kubernetes.AuthType;
import dev.forager.kubernetes.KubernetesConfig;
import dev.forager.pipeline.RetryConfig;
import dev.forager.pipeline.config.Default;
import dev.forager.pipeline.config.Doc;
import dev.forager.pipeline.config.FormerKey;
import dev.forager.pipeline.config.IgnoredKey;
import dev.forager.pipeline.config.Inline;
import dev.forager.pipeline.config.Key;
import dev.forager.pipeline.config.Secret;
import dev.forager.transport.TlsClientConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which detectors are asked, and how their answers are merged into resources. */
@IgnoredKey(
        keys = {
            "endpoint",
            "tls",
            "proxy_url",
            "read_buffer_size",
            "write_buffer_size",
            "headers",
            "auth",
            "compression",
            "max_idle_conns",
            "max_idle_conns_per_host",
            "max_conns_per_host",
            "idle_conn_timeout",
            "disable_keep_alives"
        },
        reason = "metadata services have fixed addresses and are asked directly")
public record ResourceDetectionConfig(
        @Doc("Detectors in order; where two know an attribute the first counts.") @Default("[env]")
                List<String> detectors,
        @Doc("Replace attributes that resources have already.") @Default("true") boolean override,
        @Doc("Most time for a detection.") @Default("5s") Duration timeout,
        @Doc("Time between two detections; 0 detects at start only.") @Default("0s")
                Duration refreshInterval,
        @Doc("Fail where a metadata service does not answer, instead of finding nothing.")
                @Default("false")
                boolean failOnMissingMetadata,
        @Doc("How failed detections are repeated.")
                @Default(
                        "{initial_interval: 1s, randomization_factor: 0.5, multiplier: 2, max_interval: 30s, max_elapsed_time: 0s}")
                RetryConfig retry,
        @Doc("`OTEL_RESOURCE_ATTRIBUTES`.") @Default("{}") EnvConfig env,
        @Doc("The operating system.") @Default("{}") SystemConfig system,
        @Doc("The Docker daemon.") @Default("{}") Attributes docker,
        @Doc("EC2's metadata service.") @Default("{}") Ec2Config ec2,
        @Doc("ECS's task metadata.") @Default("{}") Attributes ecs,
        @Doc("EKS.") @Default("{}") EksConfig eks,
        @Doc("Elastic Beanstalk.") @Default("{}") Attributes elasticbeanstalk,
        @Doc("Lambda.") @Default("{}") Attributes lambda,
        @Doc("Azure's metadata service.") @Default("{}") AzureConfig azure,
        @Doc("AKS.") @Default("{}") Attributes aks,
        @Doc("Google's metadata service.") @Default("{}") GcpConfig gcp,
        @Doc("Heroku's dyno metadata.") @Default("{}") Attributes heroku,
        @Doc("A Consul agent.") @Default("{}") ConsulConfig consul,
        @Doc("The node that the Kubernetes API knows.") @Default("{}") @FormerKey("k8snode")
                K8sApiConfig k8sApi,
        @Doc("A cluster that kubeadm made.") @Default("{}") KubeadmConfig kubeadm,
        @Doc("A cluster of OpenShift.") @Default("{}") OpenshiftConfig openshift) {
    /** Detectors of the Go collector for clouds that have none here: no misspelling. */
    private static final Set<String> NOT_BUILT =
            Set.of(
                    "akamai",
                    "alibaba_ecs",
                    "digitalocean",
                    "dynatrace",
                    "hetzner",
                    "nova",
                    "oraclecloud",
                    "scaleway",
                    "upcloud",
                    "vultr");

    public ResourceDetectionConfig {
        requireEach(detectors, "detectors", ResourceDetectionConfig::checkDetector);
        require(timeout.isPositive(), "timeout", "must be positive");
        require(!refreshInterval.isNegative(), "refresh_interval", "must not be negative");
        Map.ofEntries(
                        entry("system", system.resourceAttributes()),
                        entry("docker", docker.resourceAttributes()),
                        entry("ec2", ec2.resourceAttributes()),
                        entry("ecs", ecs.resourceAttributes()),
                        entry("eks", eks.resourceAttributes()),
                        entry("elasticbeanstalk", elasticbeanstalk.resourceAttributes()),
                        entry("lambda", lambda.resourceAttributes()),
                        entry("azure", azure.resourceAttributes()),
                        entry("aks", aks.resourceAttributes()),
                        entry("gcp", gcp.resourceAttributes()),
                        entry("heroku", heroku.resourceAttributes()),
                        entry("consul", consul.resourceAttributes()),
                        entry("k8s_api", k8sApi.resourceAttributes()),
                        entry("kubeadm", kubeadm.resourceAttributes()),
                        entry("openshift", openshift.resourceAttributes()))
                .forEach(ResourceDetectionConfig::checkFlags);
    }

    private static void checkFlags(String section, Map<String, Flag> flags) {
        DetectorType type =
                DetectorType.find(
                        section.equals("elasticbeanstalk") ? "elastic_beanstalk" : section);
        if (type != null) {
            type.checkFlags(section, flags);
        }
    }

    private static void checkDetector(String name, String key) {
        require(
                !NOT_BUILT.contains(name),
                key,
                "the collector's detector \"%s\" is not built yet (expected: one of %s)"
                        .formatted(name, DetectorType.names()));
        require(
                DetectorType.find(name) != null,
                key,
                "invalid detector key: %s (expected: one of %s)"
                        .formatted(name, DetectorType.names()));
    }

    /**
     * Whether an attribute is written.
     *
     * @param enabled true writes it
     */
    public record Flag(@Doc("Whether it is written.") @Default("true") boolean enabled) {}

    /** What every detector has. */
    public record Attributes(
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes,
            @Doc("Former place of the key of the whole processor.") @Default("false")
                    boolean failOnMissingMetadata) {}

    /** The environment. */
    public record EnvConfig(
            @Doc("Which attributes are written.") @Default("{}") EnvAttributes attributes,
            @Doc("Only these attributes; all if absent.") @Nullable List<String> allowlist) {}

    /** Attributes by patterns of their names, in which `*` is any text and `?` any character. */
    public record EnvAttributes(
            @Doc("Patterns of names that are written; all if absent.")
                    @Nullable List<String> included,
            @Doc("Patterns of names that are not, of those.") @Nullable List<String> excluded) {
        public EnvAttributes {
            List<String> wanted = included;
            List<String> unwanted = excluded;
            requireEntries("included", wanted);
            requireEntries("excluded", unwanted);
            included = wanted == null ? null : List.copyOf(wanted);
            excluded = unwanted == null ? null : List.copyOf(unwanted);
        }

        private static void requireEntries(String key, @Nullable List<String> names) {
            require(
                    names == null || !names.isEmpty(),
                    key,
                    "attributes.%s must contain at least one entry when set".formatted(key));
        }
    }

    /** The operating system. */
    public record SystemConfig(
            @Doc(
                            "Where the name of the host is looked up, in order: `dns`, `os`, `cname`, `lookup`.")
                    @Default("[dns, os]")
                    List<String> hostnameSources,
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes) {
        public SystemConfig {
            hostnameSources = hostnameSources.isEmpty() ? List.of("dns", "os") : hostnameSources;
            for (String source : hostnameSources) {
                require(
                        List.of("dns", "os", "cname", "lookup").contains(source),
                        "hostname_sources",
                        "invalid hostname source: \"%s\"".formatted(source));
            }
        }
    }

    /** EC2. */
    public record Ec2Config(
            @Doc("Patterns of keys of tags that become `ec2.tag.<key>`.") @Default("[]")
                    List<String> tags,
            @Doc("Read tags from the metadata service; the EC2 API is not available yet.")
                    @Default("false")
                    boolean tagsFromImds,
            @Doc("Most attempts of a request; 0 is as many as the time allows.") @Default("3")
                    int maxAttempts,
            @Doc("Most time between two attempts.") @Default("20s") Duration maxBackoff,
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes,
            @Doc("Former place of the key of the whole processor.") @Default("false")
                    boolean failOnMissingMetadata) {
        public Ec2Config {
            require(
                    tags.isEmpty() || tagsFromImds,
                    "tags",
                    "needs the EC2 API, which this version does not have (expected:"
                            + " tags_from_imds: true, with tags enabled in the instance's metadata"
                            + " options)");
            Patterns.of(tags, "tags");
            require(maxAttempts >= 0, "max_attempts", "must not be negative");
            require(!maxBackoff.isNegative(), "max_backoff", "must not be negative");
        }
    }

    /** EKS. */
    public record EksConfig(
            @Doc(
                            "Environment variable that holds the name of the node, which is asked for where the metadata service is out of reach.")
                    @Default("''")
                    String nodeFromEnvVar,
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes,
            @Doc("Former place of the key of the whole processor.") @Default("false")
                    boolean failOnMissingMetadata) {}

    /** Azure. */
    public record AzureConfig(
            @Doc("Patterns of names of tags that become `azure.tag.<name>`.") @Default("[]")
                    List<String> tags,
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes,
            @Doc("Former place of the key of the whole processor.") @Default("false")
                    boolean failOnMissingMetadata) {
        public AzureConfig {
            Patterns.of(tags, "tags");
        }
    }

    /** Google Cloud. */
    public record GcpConfig(
            @Doc(
                            "Patterns of labels of the instance; they need the Compute API, not available yet.")
                    @Default("[]")
                    List<String> labels,
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes,
            @Doc("Former place of the key of the whole processor.") @Default("false")
                    boolean failOnMissingMetadata) {
        public GcpConfig {
            require(
                    labels.isEmpty(),
                    "labels",
                    "needs the Compute API, which this version does not have");
        }
    }

    /** Consul. */
    public record ConsulConfig(
            @Doc("Address of the agent; `CONSUL_HTTP_ADDR`, else `127.0.0.1:8500`.") @Default("''")
                    String address,
            @Doc("Data centre.") @Default("''") String datacenter,
            @Doc("Token of the access control list; `CONSUL_HTTP_TOKEN`.") @Default("''")
                    Secret token,
            @Doc("File that holds the token.") @Default("''") String tokenFile,
            @Doc("Namespace, of Consul Enterprise.") @Default("''") String namespace,
            @Doc("Keys of the node's metadata to write.") @Default("{}") @Key("meta")
                    Map<String, Object> metaLabels,
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes) {}

    /** The Kubernetes API. */
    public record K8sApiConfig(
            @Inline KubernetesConfig api,
            @Doc("Environment variable that holds the name of the node.") @Default("K8S_NODE_NAME")
                    String nodeFromEnvVar,
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes) {
        public K8sApiConfig {
            nodeFromEnvVar = nodeFromEnvVar.isEmpty() ? "K8S_NODE_NAME" : nodeFromEnvVar;
        }
    }

    /** A cluster that kubeadm made. */
    public record KubeadmConfig(
            @Inline KubernetesConfig api,
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes) {}

    /** A cluster of OpenShift. */
    public record OpenshiftConfig(
            @Inline KubernetesConfig api,
            @Doc("Where the API is; of the pod's cluster if empty.") @Default("''") String address,
            @Doc("Token; of the pod's service account if empty.") @Default("''") Secret token,
            @Doc("TLS to the API; without an authority that of the pod's service account counts.")
                    @Default("{}")
                    TlsClientConfig tls,
            @Doc("Attributes to write or leave out, by name.") @Default("{}")
                    Map<String, Flag> resourceAttributes) {
        public OpenshiftConfig {
            require(
                    address.isEmpty() || ApiServer.isAddress(address),
                    "address",
                    ApiServer.NO_ADDRESS);
            require(
                    tls.serverNameOverride() == null,
                    "tls::server_name_override",
                    "is not supported here (expected: address has the certificate's name)");
            require(
                    api.authType() != AuthType.KUBE_CONFIG || isPlain(address, token, tls),
                    "auth_type: kubeConfig names address, token and TLS already (expected: one of both)");
        }

        private static boolean isPlain(String address, Secret token, TlsClientConfig tls) {
            return address.isEmpty() && token.isEmpty() && tls.equals(TlsClientConfig.DEFAULT);
        }

        /** Whether nothing is named, so that the API is found as by other detectors. */
        boolean isPlain() {
            return isPlain(address, token, tls);
        }
    }
}
