// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;
import java.util.List;

/** A Lambda function, by its environment. Thread-safe. */
record LambdaDetector(boolean mustAnswer) implements Detector {
    @Override
    public Findings detect(Surroundings surroundings) throws IOException {
        String name = surroundings.variable("AWS_LAMBDA_FUNCTION_NAME");
        if (name.isEmpty()) {
            if (mustAnswer) {
                throw new IOException("AWS_LAMBDA_FUNCTION_NAME is not set: no Lambda function");
            }
            return new Findings();
        }
        String group = surroundings.variable("AWS_LAMBDA_LOG_GROUP_NAME");
        String stream = surroundings.variable("AWS_LAMBDA_LOG_STREAM_NAME");
        return new Findings()
                .schema(SystemDetector.SCHEMA)
                .put("cloud.provider", "aws")
                .put("cloud.platform", "aws_lambda")
                .put("cloud.region", surroundings.variable("AWS_REGION"))
                .put("faas.name", name)
                .put("faas.version", surroundings.variable("AWS_LAMBDA_FUNCTION_VERSION"))
                .put("faas.instance", stream)
                .put("faas.max_memory", surroundings.variable("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"))
                .put("aws.log.group.names", group.isEmpty() ? List.of() : List.of(group))
                .put("aws.log.stream.names", stream.isEmpty() ? List.of() : List.of(stream));
    }
}
