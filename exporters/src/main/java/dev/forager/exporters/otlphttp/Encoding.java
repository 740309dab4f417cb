// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.otlphttp;

/** How the body of a request is written. */
public enum Encoding {
    /** Protobuf. */
    PROTO("proto", "application/x-protobuf"),
    /** JSON. */
    JSON("json", "application/json");

    private final String key;
    private final String contentType;

    Encoding(String key, String contentType) {
        this.key = key;
        this.contentType = contentType;
    }

    /**
     * Reads a value of the key {@code encoding}.
     *
     * @throws IllegalArgumentException with the collector's text when it is none of them
     */
    public static Encoding parse(String text) {
        for (Encoding encoding : values()) {
            if (encoding.key.equals(text)) {
                return encoding;
            }
        }
        throw new IllegalArgumentException("invalid encoding type: " + text);
    }

    String contentType() {
        return contentType;
    }

    @Override
    public String toString() {
        return key;
    }
}
