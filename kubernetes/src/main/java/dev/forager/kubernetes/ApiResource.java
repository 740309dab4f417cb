// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * A kind of object as the API serves it.
 *
 * @param group empty for the core group
 * @param version of the group
 * @param plural name in paths and in roles
 * @param namespaced whether its objects live in namespaces
 */
public record ApiResource(String group, String version, String plural, boolean namespaced) {
    /** Pods. */
    public static final ApiResource PODS = new ApiResource("", "v1", "pods", true);

    /** Namespaces. */
    public static final ApiResource NAMESPACES = new ApiResource("", "v1", "namespaces", false);

    /** Nodes. */
    public static final ApiResource NODES = new ApiResource("", "v1", "nodes", false);

    /** Services. */
    public static final ApiResource SERVICES = new ApiResource("", "v1", "services", true);

    /** Endpoints. */
    public static final ApiResource ENDPOINTS = new ApiResource("", "v1", "endpoints", true);

    /** Endpoint slices. */
    public static final ApiResource ENDPOINT_SLICES =
            new ApiResource("discovery.k8s.io", "v1", "endpointslices", true);

    /** Ingresses. */
    public static final ApiResource INGRESSES =
            new ApiResource("networking.k8s.io", "v1", "ingresses", true);

    /** Deployments. */
    public static final ApiResource DEPLOYMENTS =
            new ApiResource("apps", "v1", "deployments", true);

    /** Replica sets. */
    public static final ApiResource REPLICA_SETS =
            new ApiResource("apps", "v1", "replicasets", true);

    /** Stateful sets. */
    public static final ApiResource STATEFUL_SETS =
            new ApiResource("apps", "v1", "statefulsets", true);

    /** Daemon sets. */
    public static final ApiResource DAEMON_SETS = new ApiResource("apps", "v1", "daemonsets", true);

    /** Jobs. */
    public static final ApiResource JOBS = new ApiResource("batch", "v1", "jobs", true);

    /** Cron jobs. */
    public static final ApiResource CRON_JOBS = new ApiResource("batch", "v1", "cronjobs", true);

    /** Leases, for the election of a leader. */
    public static final ApiResource LEASES =
            new ApiResource("coordination.k8s.io", "v1", "leases", true);

    /** The path of all objects; of one namespace where one is given. */
    String path(@Nullable String namespace) {
        String base = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return namespace == null || !namespaced
                ? base + "/" + plural
                : base + "/namespaces/" + Query.encode(namespace) + "/" + plural;
    }

    /** As roles and kubectl name it: {@code replicasets.apps}. */
    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
