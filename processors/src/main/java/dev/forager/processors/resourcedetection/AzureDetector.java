// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * An Azure virtual machine. Thread-safe.
 *
 * @see <a href="https://aka.ms/azureimds">Azure's instance metadata service</a>
 */
record AzureDetector(Patterns tags, boolean mustAnswer) implements Detector {
    private static final String COMPUTE =
            "http://169.254.169.254/metadata/instance/compute?api-version=2020-09-01&format=json";

    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        Map<String, Object> compute;
        try {
            compute = compute(surroundings);
        } catch (IOException e) {
            if (mustAnswer) {
                throw new IOException("Azure metadata service: " + e.getMessage(), e);
            }
            return new Findings();
        }
        String name = MetadataClient.string(compute, "name");
        String computer =
                MetadataClient.string(MetadataClient.map(compute, "osProfile"), "computerName");
        var findings =
                new Findings()
                        .schema(SystemDetector.SCHEMA)
                        .put("cloud.provider", "azure")
                        .put("cloud.platform", "azure_vm")
                        .put("host.name", computer.isEmpty() ? name : computer)
                        .put("cloud.region", MetadataClient.string(compute, "location"))
                        .put("host.id", MetadataClient.string(compute, "vmId"))
                        .put("cloud.account.id", MetadataClient.string(compute, "subscriptionId"))
                        .put("cloud.availability_zone", MetadataClient.string(compute, "zone"))
                        .put("azure.vm.name", name)
                        .put("azure.vm.size", MetadataClient.string(compute, "vmSize"))
                        .put(
                                "azure.vm.scaleset.name",
                                MetadataClient.string(compute, "vmScaleSetName"))
                        .put(
                                "azure.resourcegroup.name",
                                MetadataClient.string(compute, "resourceGroupName"));
        addTags(findings, compute);
        return findings;
    }

    /** What the service says of the machine. */
    static Map<String, Object> compute(Surroundings surroundings)
            throws IOException, InterruptedException {
        return surroundings.http().object(COMPUTE, "Metadata", "True");
    }

    private void addTags(Findings findings, Map<String, Object> compute) {
        if (compute.get("tagsList") instanceof List<?> list) {
            for (Object each : list) {
                Map<String, Object> tag = MetadataClient.asMap(each);
                String name = MetadataClient.string(tag, "name");
                if (tags.find(name)) {
                    findings.putText("azure.tag." + name, MetadataClient.string(tag, "value"));
                }
            }
        }
    }
}
