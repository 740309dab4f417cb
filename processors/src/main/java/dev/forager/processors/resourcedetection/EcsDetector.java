// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An ECS task, by its metadata endpoint of version 4 or 3. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint.html">task
 *     metadata endpoint</a>
 */
record EcsDetector(boolean mustAnswer) implements Detector {
    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        String endpoint = surroundings.variable("ECS_CONTAINER_METADATA_URI_V4").strip();
        if (endpoint.isEmpty()) {
            endpoint = surroundings.variable("ECS_CONTAINER_METADATA_URI").strip();
        }
        if (endpoint.isEmpty()) {
            if (mustAnswer) {
                throw new IOException("ECS_CONTAINER_METADATA_URI_V4 is not set: no ECS task");
            }
            return new Findings();
        }
        Map<String, Object> task = surroundings.http().object(endpoint + "/task");
        Map<String, Object> self = surroundings.http().object(endpoint);
        return describe(task, self);
    }

    private static Findings describe(Map<String, Object> task, Map<String, Object> self) {
        String arn = MetadataClient.string(task, "TaskARN");
        String[] parts = arn.split(":", -1);
        String region = parts.length >= 5 ? parts[3] : "";
        String account = parts.length >= 5 ? parts[4] : "";
        String cluster = MetadataClient.string(task, "Cluster");
        String type = MetadataClient.string(task, "LaunchType").toLowerCase(Locale.ROOT);
        var findings = new Findings().schema(SystemDetector.SCHEMA);
        findings.put("cloud.provider", "aws")
                .put("cloud.platform", "aws_ecs")
                .put("aws.ecs.task.arn", arn)
                .put("aws.ecs.task.id", arn.substring(arn.lastIndexOf('/') + 1))
                .put("aws.ecs.task.family", MetadataClient.string(task, "Family"))
                .put("aws.ecs.task.revision", MetadataClient.string(task, "Revision"))
                .put("cloud.account.id", account)
                .put("cloud.region", region)
                .put(
                        "aws.ecs.cluster.arn",
                        cluster.contains(":")
                                ? cluster
                                : "arn:aws:ecs:%s:%s:cluster/%s"
                                        .formatted(region, account, cluster))
                .put("cloud.availability_zone", MetadataClient.string(task, "AvailabilityZone"));
        if (List.of("ec2", "fargate").contains(type)) {
            findings.put("aws.ecs.launchtype", type);
        }
        addLogs(findings, task, self, account);
        return findings;
    }

    /** The logs of the containers beside this one. */
    private static void addLogs(
            Findings findings, Map<String, Object> task, Map<String, Object> self, String account) {
        var groups = new ArrayList<String>();
        var groupArns = new ArrayList<String>();
        var streams = new ArrayList<String>();
        var streamArns = new ArrayList<String>();
        if (task.get("Containers") instanceof List<?> containers) {
            for (Object each : containers) {
                Map<String, Object> container = MetadataClient.asMap(each);
                Map<String, Object> options = MetadataClient.map(container, "LogOptions");
                if (isBeside(container, self) && !options.isEmpty()) {
                    String group = MetadataClient.string(options, "awslogs-group");
                    String stream = MetadataClient.string(options, "awslogs-stream");
                    String arn =
                            "arn:aws:logs:%s:%s:log-group:%s"
                                    .formatted(
                                            MetadataClient.string(options, "awslogs-region"),
                                            account,
                                            group);
                    groups.add(group);
                    groupArns.add(arn);
                    streams.add(stream);
                    streamArns.add(arn + ":log-stream:" + stream);
                }
            }
        }
        findings.put("aws.log.group.names", groups)
                .put("aws.log.group.arns", groupArns)
                .put("aws.log.stream.names", streams)
                .put("aws.log.stream.arns", streamArns);
    }

    private static boolean isBeside(Map<String, Object> container, Map<String, Object> self) {
        return MetadataClient.string(container, "Type").equals("NORMAL")
                && MetadataClient.string(container, "KnownStatus").equals("RUNNING")
                && MetadataClient.string(container, "LogDriver").equals("awslogs")
                && !MetadataClient.string(container, "DockerId")
                        .equals(MetadataClient.string(self, "DockerId"));
    }
}
