// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;

/** A pod on Azure. Thread-safe. */
record AksDetector(boolean mustAnswer) implements Detector {
    private static final int GROUP_PARTS = 4;

    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        try {
            if (surroundings.variable("KUBERNETES_SERVICE_HOST").isEmpty()) {
                throw new IOException("KUBERNETES_SERVICE_HOST is not set: no pod");
            }
            String group =
                    MetadataClient.string(AzureDetector.compute(surroundings), "resourceGroupName");
            return new Findings()
                    .schema(SystemDetector.SCHEMA)
                    .put("cloud.provider", "azure")
                    .put("cloud.platform", "azure_aks")
                    .put("k8s.cluster.name", cluster(group));
        } catch (IOException e) {
            if (mustAnswer) {
                throw new IOException("unable to identify AKS environment: " + e.getMessage(), e);
            }
            return new Findings();
        }
    }

    /** {@code MC_<group>_<cluster>_<location>}, unless somebody has named it otherwise. */
    private static String cluster(String group) {
        String[] parts = group.split("_", -1);
        return parts.length == GROUP_PARTS && parts[0].equalsIgnoreCase("MC") ? parts[2] : group;
    }
}
