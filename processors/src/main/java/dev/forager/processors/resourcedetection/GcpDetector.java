// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;

/**
 * Compute Engine, GKE, Cloud Run, Cloud Functions and App Engine: which of them is said by the
 * environment. Thread-safe.
 *
 * @see <a href="https://cloud.google.com/compute/docs/metadata/overview">Google's metadata
 *     server</a>
 */
record GcpDetector(boolean mustAnswer) implements Detector {
    private static final String HOST = "169.254.169.254";

    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        var server = new Server(surroundings);
        try {
            server.check();
        } catch (IOException e) {
            if (mustAnswer) {
                throw new IOException("Google's metadata server: " + e.getMessage(), e);
            }
            return new Findings();
        }
        var findings = new Findings().schema(SystemDetector.SCHEMA);
        findings.put("cloud.provider", "gcp");
        findings.put("cloud.account.id", server.get("project/project-id"));
        describe(findings, surroundings, server);
        return findings;
    }

    private static void describe(Findings findings, Surroundings surroundings, Server server)
            throws IOException, InterruptedException {
        if (!surroundings.variable("KUBERNETES_SERVICE_HOST").isEmpty()) {
            describeKubernetes(findings, server);
        } else if (!surroundings.variable("FUNCTION_TARGET").isEmpty()) {
            describeFunction(findings, surroundings, server, "gcp_cloud_functions");
        } else if (!surroundings.variable("CLOUD_RUN_JOB").isEmpty()) {
            describeJob(findings, surroundings, server);
        } else if (!surroundings.variable("K_CONFIGURATION").isEmpty()) {
            describeFunction(findings, surroundings, server, "gcp_cloud_run");
        } else if (!surroundings.variable("GAE_SERVICE").isEmpty()) {
            describeAppEngine(findings, surroundings, server);
        } else {
            describeInstance(findings, server);
        }
    }

    private static void describeKubernetes(Findings findings, Server server)
            throws IOException, InterruptedException {
        findings.put("cloud.platform", "gcp_kubernetes_engine");
        place(findings, server.get("instance/attributes/cluster-location"));
        findings.put("k8s.cluster.name", server.get("instance/attributes/cluster-name"));
        findings.put("host.id", server.get("instance/id"));
        findings.put("host.name", server.getOrNothing("instance/name"));
    }

    private static void describeInstance(Findings findings, Server server)
            throws IOException, InterruptedException {
        findings.put("cloud.platform", "gcp_compute_engine");
        place(findings, lastPart(server.get("instance/zone")));
        findings.put("host.type", lastPart(server.get("instance/machine-type")));
        findings.put("host.id", server.get("instance/id"));
        findings.put("host.name", server.get("instance/name"));
        findings.put("gcp.gce.instance.name", server.get("instance/name"));
        findings.put("gcp.gce.instance.hostname", server.getOrNothing("instance/hostname"));
    }

    private static void describeFunction(
            Findings findings, Surroundings surroundings, Server server, String platform)
            throws IOException, InterruptedException {
        findings.put("cloud.platform", platform);
        findings.put("faas.name", surroundings.variable("K_SERVICE"));
        findings.put("faas.version", surroundings.variable("K_REVISION"));
        findings.put("faas.instance", server.get("instance/id"));
        findings.put("cloud.region", lastPart(server.get("instance/region")));
    }

    private static void describeJob(Findings findings, Surroundings surroundings, Server server)
            throws IOException, InterruptedException {
        findings.put("cloud.platform", "gcp_cloud_run");
        findings.put("faas.name", surroundings.variable("CLOUD_RUN_JOB"));
        findings.put("gcp.cloud_run.job.execution", surroundings.variable("CLOUD_RUN_EXECUTION"));
        findings.put("gcp.cloud_run.job.task_index", surroundings.variable("CLOUD_RUN_TASK_INDEX"));
        findings.put("faas.instance", server.get("instance/id"));
        findings.put("cloud.region", lastPart(server.get("instance/region")));
    }

    private static void describeAppEngine(
            Findings findings, Surroundings surroundings, Server server)
            throws IOException, InterruptedException {
        findings.put("cloud.platform", "gcp_app_engine");
        findings.put("faas.name", surroundings.variable("GAE_SERVICE"));
        findings.put("faas.version", surroundings.variable("GAE_VERSION"));
        findings.put("faas.instance", surroundings.variable("GAE_INSTANCE"));
        place(findings, lastPart(server.get("instance/zone")));
    }

    /** A zone such as {@code us-central1-c} and its region, or a region alone. */
    private static void place(Findings findings, String text) {
        int last = text.lastIndexOf('-');
        if (text.indexOf('-') == last) {
            findings.put("cloud.region", text);
        } else {
            findings.put("cloud.availability_zone", text);
            findings.put("cloud.region", text.substring(0, last));
        }
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The metadata server, at {@code GCE_METADATA_HOST} or its usual address. */
    private record Server(Surroundings surroundings) {
        private static final String FLAVOR = "metadata-flavor";

        private String url(String path) {
            String own = surroundings.variable("GCE_METADATA_HOST");
            return "http://" + (own.isEmpty() ? HOST : own) + path;
        }

        void check() throws IOException, InterruptedException {
            var answer = surroundings.http().get(url("/"), "Metadata-Flavor", "Google");
            if (!answer.headers().containsKey(FLAVOR)) {
                throw new IOException("another server answers at its address");
            }
        }

        String get(String path) throws IOException, InterruptedException {
            return surroundings
                    .http()
                    .text(url("/computeMetadata/v1/" + path), "Metadata-Flavor", "Google")
                    .strip();
        }

        String getOrNothing(String path) throws InterruptedException {
            try {
                return get(path);
            } catch (IOException e) {
                return ""; // not told with workload identity
            }
        }
    }
}
