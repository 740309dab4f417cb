// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.pipeline.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * An EC2 instance, with tags where its metadata options allow them. Thread-safe.
 *
 * @param config how often it is asked
 * @param tags whose values are written
 * @param mustAnswer whether it is a failure that there is no metadata service
 * @param time for all attempts
 */
record Ec2Detector(
        ResourceDetectionConfig.Ec2Config config, Patterns tags, boolean mustAnswer, Duration time)
        implements Detector {
    private static final String TAGS = "tags/instance";

    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        Imds imds;
        try {
            imds = Imds.open(surroundings, attempts());
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

    private Attempts attempts() {
        return new Attempts(
                config.maxAttempts(),
                config.maxBackoff(),
                Deadline.after(time),
                RandomGenerator.getDefault());
    }
}
