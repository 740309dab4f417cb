// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;

/** An EC2 instance, with tags where its metadata options allow them. Thread-safe. */
record Ec2Detector(Patterns tags, boolean mustAnswer) implements Detector {
    private static final String TAGS = "tags/instance";

    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        Imds imds;
        try {
            imds = Imds.open(surroundings);
        } catch (IOException e) {
            if (mustAnswer) {
                throw new IOException("EC2 metadata service: " + e.getMessage(), e);
            }
            return new Findings();
        }
        var findings = new Findings().schema(SystemDetector.SCHEMA);
        findings.put("cloud.provider", "aws").put("cloud.platform", "aws_ec2");
        imds.describe(findings);
        if (!tags.list().isEmpty()) {
            for (String key : imds.metadata(TAGS).lines().toList()) {
                if (tags.find(key)) {
                    findings.putText("ec2.tag." + key, imds.metadata(TAGS + "/" + key));
                }
            }
        }
        return findings;
    }
}
