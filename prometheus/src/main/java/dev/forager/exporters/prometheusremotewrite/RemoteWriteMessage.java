// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.prometheusremotewrite;

import java.util.Map;

/** The two messages of remote write. */
public enum RemoteWriteMessage {
    /** Remote write 1.0. */
    V1("prometheus.WriteRequest", "application/x-protobuf", "0.1.0"),
    /** Remote write 2.0. */
    V2(
            "io.prometheus.write.v2.Request",
            "application/x-protobuf;proto=io.prometheus.write.v2.Request",
            "2.0.0");

    private final String key;
    private final String contentType;
    private final String version;

    RemoteWriteMessage(String key, String contentType, String version) {
        this.key = key;
        this.contentType = contentType;
        this.version = version;
    }

    /**
     * Reads a value of the key {@code protobuf_message}.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    public static RemoteWriteMessage parse(String text) {
        for (RemoteWriteMessage message : values()) {
            if (message.key.equals(text)) {
                return message;
            }
        }
        throw new IllegalArgumentException(
                "unknown type for remote write protobuf message %s, supported: %s, %s"
                        .formatted(text, V1, V2));
    }

    Map<String, String> headers() {
        return Map.of("content-type", contentType, "x-prometheus-remote-write-version", version);
    }

    @Override
    public String toString() {
        return key;
    }
}
