// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;

/** A pod on EC2: EKS, as far as the metadata service can be reached from it. Thread-safe. */
record EksDetector(boolean mustAnswer) implements Detector {
    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        boolean isPod = !surroundings.variable("KUBERNETES_SERVICE_HOST").isEmpty();
        try {
            if (!isPod) {
                throw new IOException("KUBERNETES_SERVICE_HOST is not set: no pod");
            }
            Imds imds = Imds.open(surroundings);
            var findings = new Findings().schema(SystemDetector.SCHEMA);
            findings.put("cloud.provider", "aws").put("cloud.platform", "aws_eks");
            imds.describe(findings);
            findings.put("k8s.cluster.name", cluster(imds));
            return findings;
        } catch (IOException e) {
            if (mustAnswer) {
                throw new IOException("unable to identify EKS environment: " + e.getMessage(), e);
            }
            return new Findings();
        }
    }

    /** Node groups tag their instances; without tags in the metadata the name is unknown. */
    private static String cluster(Imds imds) throws InterruptedException {
        try {
            return imds.metadata("tags/instance/eks:cluster-name");
        } catch (IOException e) {
            return "";
        }
    }
}
