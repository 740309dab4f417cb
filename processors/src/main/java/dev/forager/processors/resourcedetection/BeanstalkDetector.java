// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Elastic Beanstalk, by the file that X-Ray finds there. Thread-safe. */
record BeanstalkDetector(boolean mustAnswer) implements Detector {
    private static final String FILE = "/var/elasticbeanstalk/xray/environment.conf";

    @Override
    public Findings detect(Surroundings surroundings) throws IOException {
        Path file = surroundings.file(FILE);
        if (!Files.isReadable(file)) {
            if (mustAnswer) {
                throw new IOException(FILE + ": cannot be read: no Elastic Beanstalk");
            }
            return new Findings();
        }
        Map<String, Object> document = MetadataClient.parse(Files.readString(file));
        return new Findings()
                .schema(SystemDetector.SCHEMA)
                .put("cloud.provider", "aws")
                .put("cloud.platform", "aws_elastic_beanstalk")
                .put("service.instance.id", MetadataClient.string(document, "deployment_id"))
                .put("deployment.environment", MetadataClient.string(document, "environment_name"))
                .put("service.version", MetadataClient.string(document, "version_label"));
    }
}
