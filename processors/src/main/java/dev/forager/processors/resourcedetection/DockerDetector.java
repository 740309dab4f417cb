// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.resourcedetection;

import dev.forager.processors.resourcedetection.ResourceDetectionConfig.Attributes;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Asks the Docker daemon behind {@code DOCKER_HOST}, or its usual socket. Thread-safe. */
final class DockerDetector implements Detector {
    private static final String SOCKET = "/var/run/docker.sock";
    private static final String UNIX = "unix://";
    private static final int MAX_ANSWER = 1 << 20;

    private final boolean isContainerAsked;
    private final boolean mustAnswer;

    DockerDetector(Attributes config, boolean mustAnswer) {
        this.isContainerAsked =
                config.resourceAttributes().entrySet().stream()
                        .anyMatch(
                                each ->
                                        each.getKey().startsWith("container.")
                                                && each.getValue().enabled());
        this.mustAnswer = mustAnswer || config.failOnMissingMetadata();
    }

    @Override
    public Findings detect(Surroundings surroundings) throws IOException, InterruptedException {
        var findings = new Findings().schema(SystemDetector.SCHEMA);
        Map<String, Object> info;
        try {
            info = ask(surroundings, "/info");
        } catch (IOException e) {
            if (mustAnswer) {
                throw new IOException("failed getting OS type: " + e.getMessage(), e);
            }
            return new Findings();
        }
        findings.put("host.name", MetadataClient.string(info, "Name"));
        findings.put("os.type", MetadataClient.string(info, "OSType"));
        if (isContainerAsked) {
            addContainer(surroundings, findings);
        }
        return findings;
    }

    private static void addContainer(Surroundings surroundings, Findings findings)
            throws IOException, InterruptedException {
        Path file = surroundings.file("/proc/sys/kernel/hostname");
        String host = Files.readString(file).strip();
        Map<String, Object> container = ask(surroundings, "/containers/" + host + "/json");
        String name = MetadataClient.string(container, "Name");
        findings.put("container.name", name.startsWith("/") ? name.substring(1) : name);
        findings.put(
                "container.image.name",
                MetadataClient.string(MetadataClient.map(container, "Config"), "Image"));
    }

    private static Map<String, Object> ask(Surroundings surroundings, String path)
            throws IOException, InterruptedException {
        String host = surroundings.variable("DOCKER_HOST");
        if (host.startsWith("tcp://")) {
            return surroundings.http().object("http://" + host.substring(6) + path);
        }
        Path socket =
                host.startsWith(UNIX)
                        ? Path.of(URI.create("file://" + host.substring(UNIX.length())))
                        : surroundings.file(SOCKET);
        return MetadataClient.parse(ask(socket, path));
    }

    /** HTTP/1.0, so that the answer ends with the connection. */
    private static String ask(Path socket, String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            String request = "GET " + path + " HTTP/1.0\r\nHost: docker\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            byte[] bytes = Channels.newInputStream(channel).readNBytes(MAX_ANSWER);
            String answer = new String(bytes, StandardCharsets.UTF_8);
            int body = answer.indexOf("\r\n\r\n");
            if (body < 0 || !answer.startsWith("200", answer.indexOf(' ') + 1)) {
                throw new IOException("the Docker daemon refused " + path);
            }
            return answer.substring(body + 4);
        }
    }
}
