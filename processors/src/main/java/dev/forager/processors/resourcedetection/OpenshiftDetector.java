// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.forager.kubernetes.ApiServer;
import dev.forager.kubernetes.Json;
import dev.forager.kubernetes.KubernetesClient;
import dev.forager.kubernetes.PodAccess;
import dev.forager.transport.TlsClientConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A cluster of OpenShift, as its API knows it. Thread-safe.
 *
 * @param config how the API is reached
 * @param fails whether it is a failure that there is no such API
 * @see <a
 *     href="https://docs.openshift.com/container-platform/latest/rest_api/config_apis/infrastructure-config-openshift-io-v1.html">Infrastructure</a>
 */
record OpenshiftDetector(ResourceDetectionConfig.OpenshiftConfig config, boolean fails)
        implements Detector {
    private static final String PATH =
            "/apis/config.openshift.io/v1/infrastructures/cluster/status";

    @Override
    public Findings detect(Surroundings surroundings) throws IOException {
        try (KubernetesClient client = client(surroundings)) {
            return findings(client.read(PATH, OpenshiftDetector::facts));
        } catch (IOException e) {
            if (fails) {
                throw new IOException("openshift metadata unavailable: " + e.getMessage(), e);
            }
            return new Findings();
        }
    }

    private KubernetesClient client(Surroundings surroundings) throws IOException {
        if (config.isPlain()) {
            return surroundings.kubernetes(config.api());
        }
        PodAccess pod = surroundings.pod();
        String address = config.address().isEmpty() ? pod.address() : config.address();
        ApiServer.Headers headers = () -> Map.of("Authorization", "Bearer " + token(pod));
        return surroundings.kubernetes(new ApiServer(URI.create(address), tls(pod), headers));
    }

    private String token(PodAccess pod) throws IOException {
        return config.token().isEmpty()
                ? Files.readString(pod.token()).strip()
                : config.token().reveal();
    }

    private TlsClientConfig tls(PodAccess pod) {
        TlsClientConfig tls = config.tls();
        Path authority = pod.authority();
        return tls.insecure() || tls.common().hasCa() || authority == null
                ? tls
                : new TlsClientConfig(
                        tls.common().withCaFile(authority.toString()),
                        tls.insecure(),
                        tls.insecureSkipVerify(),
                        null);
    }

    /** What the status says, by path. */
    private static Map<String, String> facts(JsonParser in) throws IOException {
        Map<String, String> facts = new HashMap<>();
        read(in, "", facts);
        return facts;
    }

    private static void read(JsonParser in, String path, Map<String, String> facts)
            throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = path + in.currentName();
            boolean leadsOn = "status".equals(name) || name.startsWith("status.platformStatus");
            JsonToken token = in.nextToken();
            if (token == JsonToken.START_OBJECT && leadsOn) {
                read(in, name + ".", facts);
            } else if (token == JsonToken.VALUE_STRING) {
                facts.put(name, in.getText());
            } else {
                Json.skipValue(in);
            }
        }
    }

    private static Findings findings(Map<String, String> facts) {
        var findings = new Findings().schema(SystemDetector.SCHEMA);
        findings.put("k8s.cluster.name", facts.getOrDefault("status.infrastructureName", ""));
        String type = facts.getOrDefault("status.platformStatus.type", "").toLowerCase(Locale.ROOT);
        return switch (type) {
            case "aws" -> cloud(findings, "aws", "aws_openshift", region(facts, "aws.region"));
            case "azure" ->
                    cloud(findings, "azure", "azure.openshift", region(facts, "azure.cloudName"));
            case "gcp" -> cloud(findings, "gcp", "gcp_openshift", region(facts, "gcp.region"));
            case "ibmcloud" ->
                    cloud(
                            findings,
                            "ibm_cloud",
                            "ibm_cloud_openshift",
                            region(facts, "ibmcloud.location"));
            case "openstack" -> findings.put("cloud.region", region(facts, "openstack.cloudName"));
            default -> findings;
        };
    }

    private static String region(Map<String, String> facts, String path) {
        return facts.getOrDefault("status.platformStatus." + path, "").toLowerCase(Locale.ROOT);
    }

    private static Findings cloud(
            Findings findings, String provider, String platform, String region) {
        return findings.put("cloud.provider", provider)
                .put("cloud.platform", platform)
                .put("cloud.region", region);
    }
}
