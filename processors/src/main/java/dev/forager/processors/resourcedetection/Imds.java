// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;
import java.util.Map;

/**
 * EC2's instance metadata service, with a session token where it gives one (version 2). Confined to
 * one detection.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-metadata.html">instance
 *     metadata</a>
 */
final class Imds {
    private static final String ENDPOINT = "http://169.254.169.254";

    private final MetadataClient http;
    private final String endpoint;
    private final String[] headers;

    private Imds(MetadataClient http, String endpoint, String... headers) {
        this.http = http;
        this.endpoint = endpoint;
        this.headers = headers;
    }

    /**
     * Opens a session.
     *
     * @throws IOException when the service does not answer: this is no EC2 instance
     */
    static Imds open(Surroundings surroundings) throws IOException, InterruptedException {
        if (surroundings.variable("AWS_EC2_METADATA_DISABLED").equalsIgnoreCase("true")) {
            throw new IOException("AWS_EC2_METADATA_DISABLED is set");
        }
        String own = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        String endpoint = own.isEmpty() ? ENDPOINT : own.replaceFirst("/+$", "");
        var answer =
                surroundings
                        .http()
                        .send(
                                "PUT",
                                endpoint + "/latest/api/token",
                                "X-aws-ec2-metadata-token-ttl-seconds",
                                "21600");
        return answer.isOk()
                ? new Imds(
                        surroundings.http(),
                        endpoint,
                        "X-aws-ec2-metadata-token",
                        answer.body().strip())
                : new Imds(surroundings.http(), endpoint);
    }

    /** What the instance is: region, account, image and so on. */
    Map<String, Object> document() throws IOException, InterruptedException {
        return http.object(endpoint + "/latest/dynamic/instance-identity/document", headers);
    }

    /** One entry of the metadata. */
    String metadata(String path) throws IOException, InterruptedException {
        return http.text(endpoint + "/latest/meta-data/" + path, headers).strip();
    }

    /** Writes what EC2 knows of the instance. */
    void describe(Findings findings) throws IOException, InterruptedException {
        Map<String, Object> document = document();
        findings.put("cloud.region", MetadataClient.string(document, "region"));
        findings.put("cloud.account.id", MetadataClient.string(document, "accountId"));
        findings.put(
                "cloud.availability_zone", MetadataClient.string(document, "availabilityZone"));
        findings.put("host.id", MetadataClient.string(document, "instanceId"));
        findings.put("host.image.id", MetadataClient.string(document, "imageId"));
        findings.put("host.type", MetadataClient.string(document, "instanceType"));
        findings.put("host.name", metadata("hostname"));
    }
}
