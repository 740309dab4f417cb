// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.processors.resourcedetection.ResourceDetectionConfig.ConsulConfig;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;

/**
 * A node of Consul, as its agent knows it. Thread-safe.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/agent#read-configuration">read
 *     configuration</a>
 */
record ConsulDetector(ConsulConfig config) implements Detector {
    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        String token = token(surroundings);
        String[] headers = token.isEmpty() ? new String[0] : new String[] {"X-Consul-Token", token};
        Map<String, Object> self;
        try {
            self = surroundings.http().object(url(surroundings), headers);
        } catch (IOException e) {
            throw new IOException("failed to get consul metadata: " + e.getMessage(), e);
        }
        Map<String, Object> agent = MetadataClient.map(self, "Config");
        var findings = new Findings().schema(SystemDetector.SCHEMA);
        Map<String, Object> meta = MetadataClient.map(self, "Meta");
        for (String key : config.metaLabels().keySet()) {
            if (meta.containsKey(key)) {
                findings.putText(key, MetadataClient.string(meta, key));
            }
        }
        return findings.put("host.name", required(agent, "NodeName"))
                .put("cloud.region", required(agent, "Datacenter"))
                .put("host.id", required(agent, "NodeID"));
    }

    private static String required(Map<String, Object> agent, String key) throws IOException {
        String value = MetadataClient.string(agent, key);
        if (value.isEmpty()) {
            throw new IOException(
                    "failed to get consul metadata: the agent does not tell its " + key);
        }
        return value;
    }

    private String url(Surroundings surroundings) {
        String address = config.address();
        if (address.isEmpty()) {
            address = surroundings.variable("CONSUL_HTTP_ADDR");
        }
        if (address.isEmpty()) {
            address = "127.0.0.1:8500";
        }
        var query = new ArrayList<String>();
        add(query, "dc", config.datacenter());
        add(query, "ns", config.namespace());
        return (address.contains("://") ? address : "http://" + address)
                + "/v1/agent/self"
                + (query.isEmpty() ? "" : "?" + String.join("&", query));
    }

    private static void add(ArrayList<String> query, String name, String value) {
        if (!value.isEmpty()) {
            query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private String token(Surroundings surroundings) throws IOException {
        if (!config.tokenFile().isEmpty()) {
            return Files.readString(Path.of(config.tokenFile())).strip();
        }
        return config.token().isEmpty()
                ? surroundings.variable("CONSUL_HTTP_TOKEN")
                : config.token().reveal();
    }
}
