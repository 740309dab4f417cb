// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import java.io.IOException;
import java.time.Duration;
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

    /** Of Amazon's client: elsewhere packets to this address just vanish, and nothing says so. */
    private static final Duration PATIENCE = Duration.ofMillis(750);

    private static final int SERVER_ERROR = 500;

    private final MetadataClient http;
    private final Attempts attempts;
    private final String endpoint;
    private final String[] headers;

    private Imds(MetadataClient http, Attempts attempts, String endpoint, String... headers) {
        this.http = http;
        this.attempts = attempts;
        this.endpoint = endpoint;
        this.headers = headers;
    }

    /**
     * Opens a session.
     *
     * @throws IOException when the service does not answer: this is no EC2 instance
     */
    static Imds open(Surroundings surroundings, Attempts attempts)
            throws IOException, InterruptedException {
        if (surroundings.variable("AWS_EC2_METADATA_DISABLED").equalsIgnoreCase("true")) {
            throw new IOException("AWS_EC2_METADATA_DISABLED is set");
        }
        String own = surroundings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        String endpoint = own.isEmpty() ? ENDPOINT : own.replaceFirst("/+$", "");
        MetadataClient http = surroundings.http();
        var first =
                new Imds(http, attempts, endpoint, "X-aws-ec2-metadata-token-ttl-seconds", "21600");
        MetadataClient.Answer token = first.ask("PUT", "/latest/api/token");
        return token.isOk()
                ? new Imds(
                        http, attempts, endpoint, "X-aws-ec2-metadata-token", token.body().strip())
                : new Imds(http, attempts, endpoint);
    }

    private MetadataClient.Answer ask(String method, String path)
            throws IOException, InterruptedException {
        return attempts.of(
                () -> {
                    MetadataClient.Answer answer =
                            http.send(method, endpoint + path, PATIENCE, headers);
                    if (answer.status() >= SERVER_ERROR) {
                        throw failure(path, answer);
                    }
                    return answer;
                });
    }

    private IOException failure(String path, MetadataClient.Answer answer) {
        return new IOException("%s%s: answered %d".formatted(endpoint, path, answer.status()));
    }

    private String text(String path) throws IOException, InterruptedException {
        MetadataClient.Answer answer = ask("GET", path);
        if (!answer.isOk()) {
            throw failure(path, answer);
        }
        return answer.body();
    }

    /** What the instance is: region, account, image and so on. */
    Map<String, Object> document() throws IOException, InterruptedException {
        return MetadataClient.parse(text("/latest/dynamic/instance-identity/document"));
    }

    /** One entry of the metadata. */
    String metadata(String path) throws IOException, InterruptedException {
        return text("/latest/meta-data/" + path).strip();
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
